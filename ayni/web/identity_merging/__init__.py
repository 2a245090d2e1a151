"""Merging two records of one person, and parting them again."""
