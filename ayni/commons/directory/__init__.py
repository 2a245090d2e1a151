"""Administrative areas of any depth, with codes, names and shapes.

An area has one parent, or none at the top. Its `path` holds the codes from the top down to itself
(`/01/0103/`), so "within" is a prefix. A code never changes and is never used again.
"""
