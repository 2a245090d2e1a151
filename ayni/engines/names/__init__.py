"""Names of people: their words, the same in every script, and which spellings are of one name.

A name is a bag of words, since nobody agrees on their order. Of each word `read` tells three things: as it is folded
(case, accents, the forms of a letter that mean the same), in Latin letters, and its sounds: keys that two spellings of
one name share, whatever script they stand in. Mohammed, Muhammad, Mohamed and محمد share one; Fatima and Fatoumata do
not. Sounds are generous and `likeness` orders what they bring together.

Plain Python: texts in, texts out; nothing is kept.
"""

from ayni.engines.names.likeness import likeness
from ayni.engines.names.reading import VERSION, Read, read
from ayni.engines.names.words import PARTICLES, SEPARATORS, digits, meant, words

__all__ = ["PARTICLES", "SEPARATORS", "VERSION", "Read", "digits", "likeness", "meant", "read", "words"]
