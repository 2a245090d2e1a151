"""A plausible country from a seed, for demonstrations, tests and benchmarks.

A *country* has areas with shapes, households of many forms, and persons with names, births, kin, schooling,
work and health; answers are missing as in life. The same seed gives the same country, whatever the number of
households made at a time. Nobody in it exists. Its files go in by the road of any survey: household and
person files with a mapping beside them (`ayni.engines.surveys`).
"""
