"""A mobile money provider that is not one: a process with its own memory, which fails, delays, repeats and reorders.

What becomes of a payment depends on the seed and on what is paid (account, amount, purpose), not on chance or on the
reference: the same payments give the same numbers of paid and returned.
"""
