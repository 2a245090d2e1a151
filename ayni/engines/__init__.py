"""Plain calculation: the dictionary, the rule language, the measures and the sample country. No Django; usable from a notebook."""
