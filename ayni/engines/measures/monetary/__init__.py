"""Monetary poverty and inequality: lines, indices, curves and decompositions, each with its error.

Welfare is income or consumption of a person, in one unit of money and of time, compared over space and years; the
weights are those of persons. Every index gives, besides its value in each group, how much one more person like each
unit would change it (the influence), from which the errors of any design follow.
"""
