"""What an officer writes about people."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Words:
    """Words that may name people. The audit keeps that there were some, and not what they say."""

    text: str

    @property
    def said(self) -> str:
        return self.text.strip()
