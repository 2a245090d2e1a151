"""What is known of the work as a whole: indicators with their definitions, from snapshots only.

An indicator is a file: what is counted, among whom, by which groups, in the rule language. A figure is its value on
one snapshot, for everybody, for a first-level area, or for one category of a group. A figure that rests on too few
people is hidden, and says so; one from a sample has its interval. Live tables are never read here.
"""
