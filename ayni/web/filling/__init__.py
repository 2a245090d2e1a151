"""Filling in questionnaires on the web: page by page, saved at each page, and without a link too.

A page is a group of the questionnaire, or a list of what may be told several times. Everything works without a script;
with one, questions that do not apply go at once, and a form goes on when the link is lost.
"""
