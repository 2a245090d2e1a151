"""How whoever rewrites documents reaches all of them, and whoever does not is kept to their areas."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Everywhere:
    """Every row is reached by whose scope opens this kind everywhere, whatever opens the table to others."""

    kind: str

    def condition(self, table: str, kind: str) -> str:
        del table, kind
        return f"(SELECT ayni_everywhere('{self.kind}'))"
