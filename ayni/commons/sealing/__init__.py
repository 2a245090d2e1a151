"""Documents that only a key opens: sensitive answers stand in the database as ciphertext.

AES-256 in Galois/counter mode (NIST SP 800-38D), a fresh random 96-bit nonce for each document. What a document is
bound to (its record, source and day) is authenticated with it: ciphertext that is put under another record does not
open. Texts are padded, so that a length does not tell yes from no. The keys stand in a file outside the database, which
keeps only their numbers and fingerprints; the newest key seals, every key opens. `rotating` rewrites with a new key
what others sealed.
"""
