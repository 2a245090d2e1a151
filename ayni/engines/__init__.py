"""Plain calculation, no Django, usable from a notebook: dictionary, rules, measures, surveys, a sample country."""
