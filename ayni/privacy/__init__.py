"""The rights of the people in the registry: what their data are used for, and what they may ask.

A purpose says what data are used for and on which legal basis; where that is consent, silence is no. Somebody may ask
for a copy of all that is kept on them, and for a correction, which another officer decides than the one who wrote it
down. Data that are no longer needed become anonymous by a schedule that two officers have seen; nothing undoes that.
What leaves for a partner is limited by an agreement, and each transfer is recorded. The record of processing is made
from all this whenever it is asked for.
"""
