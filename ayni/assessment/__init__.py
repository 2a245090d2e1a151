"""What we find out about households: instruments, assessments and scores.

An instrument is a written definition (a multidimensional poverty index, a proxy means test) over the dictionary, in
the rule language. An assessment applies one instrument to one snapshot: its figures for the population, and a score
for each household. A score names its assessment, and so its instrument's version and its snapshot.
"""
