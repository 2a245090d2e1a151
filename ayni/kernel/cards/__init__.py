"""Cards: what the square code on a person's card says, how it is signed, and how anybody checks it without a network.

    AYNI1 …     the code's text: letters A–Z and digits 2–7 (base32) of the bytes below, so that a QR code stays small

    4  the signing key's id: the first bytes of the SHA-256 of its public half
    5  the card's serial, drawn by chance
    5  the person's number
    2  year of birth, 0 when not known
    2  the last day the card is valid, as days since 1 January 2000
    1  length of the name in bytes, and the name in UTF-8
    1  length of the issuing office in bytes, and the office in UTF-8
    64 an Ed25519 signature (RFC 8032) of the text "ayni card 1", a line break and all the bytes before

Nothing else is in it: no place, no household, no sex, no picture, nothing that anybody receives. `keys` are the public
halves, `ended` the signed list of cards that were lost, replaced or whose holder died; with these two files a card is
checked anywhere.
"""
