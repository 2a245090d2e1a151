"""Assessments on screen: instruments written by form, runs, what they found, rounds compared, papers, needs."""
