"""Every road into the registry: survey files with a mapping, questionnaires by phone and on the web.

A load is one reading of one survey folder. It is known by the survey's code, so loading the same survey twice is one
load. Rows that cannot be read are refused with their reason in the load's report; the good rows go on.

A questionnaire has versions, each prepared by one officer and approved by another. A submission is one filled in: kept
as it came, once by its own number and sealed whole; then checked, and applied as a household with its members and dated
answers, or it waits for an officer who mends, applies or refuses it. Its problems say where and what, never an answer.
"""
