"""Questionnaires, what was sent of them, and the phones that send."""
