"""Measures of poverty and need, from a survey or a registry, with their margins.

- `design`: how the units were drawn (strata, primary sampling units, weights) and the variance that follows.
- `estimate`: totals, means, shares and ratios, for the whole and for groups, with standard errors.
- `instruments`: what an assessment asks of the data, written in YAML in the rule language.
- `deprivation`: multidimensional poverty by Alkire and Foster.
- `proxy_means`: a formula that predicts consumption from what a visitor can see.
- `targeting`: how often such a formula is wrong, in and out of sample.

Plain arrays in, plain objects out; no database, no Django.
"""
