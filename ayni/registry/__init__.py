"""Persons, households and kinship: everyone once.

A person lives in at most one household at a time (a dated membership with a relationship to its head). Kinship
stands apart from the household: mother, father, spouse, guardian and caregiver may live elsewhere. What is known of
a person or a household beyond that are facts of the dictionary: dated, with their source. A day of birth is an
interval of possible days (`born_from` to `born_to`), both empty when nothing is known.
"""
