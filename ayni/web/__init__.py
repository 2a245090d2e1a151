"""Screens: one folder for each area of the work; `components` are the shared pieces of HTML."""
