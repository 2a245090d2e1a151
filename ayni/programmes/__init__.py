"""Programmes: what is promised, to whom, by which law.

A programme has numbered versions, each a definition in the rule language. One officer prepares a version, another
approves it; only an approved version decides anything, from the day it is in force. A change of law is a new version.
"""
