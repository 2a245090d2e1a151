"""Questionnaires: an XLSForm as a typed tree of questions, made from the dictionary, checked, and filled in.

A *form* has questions, groups and repeats in order; its texts are kept by language, its logic (relevance, constraint,
calculation, whether an answer is required) as XPath over the filled-in form. `reading` makes it from a workbook, with
the XForm that phones read; `making` writes the workbook from the dictionary; `fitting` says what becomes of each answer
and what does not fit the dictionary. `instances` reads what a phone sent into nodes, and `checking` holds every answer
against the form again, for a phone may have skipped what an older version of its program did not know.

Nothing here reads a clock, a file or the network: the moment, the lists and the content are given.
"""
