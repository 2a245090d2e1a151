"""The settings of cards: who gives them out, for how long, and what stands on them besides the person."""

import os

AYNI_CARD_YEARS = int(os.environ.get("AYNI_CARD_YEARS", "5"))
AYNI_CARD_TITLE = os.environ.get("AYNI_CARD_TITLE", "")  # the heading; else “Registration card”
AYNI_CARD_PHONE = os.environ.get("AYNI_CARD_PHONE", "")  # to call when a card is found or lost
#: The address of /cards/check/ as the public reaches it, which the code then begins with; empty: the code alone.
AYNI_CARD_LINK = os.environ.get("AYNI_CARD_LINK", "")
AYNI_CARD_SHEET_DAYS = int(os.environ.get("AYNI_CARD_SHEET_DAYS", "14"))  # a file to print is kept for so long
AYNI_CARDS_AT_A_TIME = int(os.environ.get("AYNI_CARDS_AT_A_TIME", "500"))

# Linking of files: how long files and results are kept.
AYNI_LINKED_FILE_DAYS = int(os.environ.get("AYNI_LINKED_FILE_DAYS", "14"))

# Registers of other offices: for each type of number (AYNI_IDENTIFIERS), the address of its register, as TYPE=ADDRESS
# separated by spaces, and the secret that both hold; a register that is not here is not asked.
AYNI_REGISTERS = dict(one.split("=", 1) for one in os.environ.get("AYNI_REGISTERS", "").split() if "=" in one)
AYNI_REGISTER_SECRET = os.environ.get("AYNI_REGISTER_SECRET", "")
