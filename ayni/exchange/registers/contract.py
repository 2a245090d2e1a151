"""What a register is to us, whoever runs it."""

from __future__ import annotations

from typing import Literal, Protocol

Answer = Literal["confirmed", "refuted", "unknown", "unreachable"]


class Register(Protocol):
    """Answers whose a number is. `unreachable`: no answer that can be believed came; it is asked again later."""

    def verify(self, type: str, number: str, name: str, birth: str, *, reference: str) -> Answer: ...
