"""Asking other offices' registers whether a number is somebody's.

    POST /verify  {"reference", "type", "number", "name", "birth"}  ->  {"reference", "answer"}

`answer` is confirmed, refuted or unknown; `birth` a day, a year or empty. A reference asked again is answered as
before. Both sides sign with a secret that they share (`ayni.exchange.mobile_money.signatures`); without one only a
register on this machine is asked. Nothing else of a person leaves. `stub` is such a register, to try it with.
"""
