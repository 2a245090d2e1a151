"""Results of measures told to people: sentences, charts, spreadsheets and a printed brief, in the reader's language.

What comes in is a result's plain values (`Result.as_dict()`); nothing is computed again here. A figure that rests on
too few is hidden everywhere alike, a change that is not clear is said to be not clear, and each brief carries its
method note: definition, missing values, error, sources.
"""
