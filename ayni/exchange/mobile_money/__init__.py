"""Paying through a mobile money provider, over HTTP.

The provider is asked to pay each line once, by its reference, and tells what became of each in a feed of notices:

    POST /payments   {"payments": [{"reference", "amount", "account", "purpose"}]}  ->  {"accepted": [reference]}
    GET  /payments?reference=A&reference=B  ->  {"payments": [{"reference", "status"}]}: those it has
    GET  /notices?after=CURSOR&limit=N
         ->  {"notices": [{"key", "reference", "outcome", "amount", "reason"}], "cursor"}

Both sign what they say with a secret that they share (`signatures`); without one only a provider on this machine is
spoken to. Amounts are decimals written as text. `simulator` is such a provider: a process of its own, with a real
one's faults.
"""
