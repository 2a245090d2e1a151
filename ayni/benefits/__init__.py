"""Paying people: cycles, lines, and the ledger that proves every total.

A payment cycle pays one programme for one period. It is computed, approved by a second officer, released by somebody
who did not approve it, and settled when the provider has answered for every line. A line is one payment to one payee;
its reference is unique for ever and is what the provider is asked to pay once. A provider's notices are kept as they
came, each once; a line is paid or returned, never both. What came back is still owed: re-issued, a line of the
programme's next cycle carries it. Every movement of money is a balanced, append-only ledger entry.
"""
