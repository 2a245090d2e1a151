"""Social vulnerability by instruments written as data: `instrument` reads one, `scoring` scores it, `reliability` says
how well its items go together and when a person's change is more than chance. Those shipped stand in `instruments/`."""
