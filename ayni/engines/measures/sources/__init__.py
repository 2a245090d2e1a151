"""Which deprivations travel together (`together`), whom the labels of lists leave out (`labels`), a picture."""
