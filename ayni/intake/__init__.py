"""Every road into the registry. Here: survey files with a mapping.

A load is one reading of one survey folder. It is known by the survey's code, so loading the same survey twice is one
load. Rows that cannot be read are refused with their reason in the load's report; the good rows go on.
"""
