"""What a name may be written with: letters, marks and what joins them, in any script."""

from __future__ import annotations

import unicodedata

from ayni.registry.errors import names as refusals

#: Signs that are not seen and that names of some scripts need: they join and part letters, and set the direction.
UNSEEN = frozenset("\u200c\u200d\u200e\u200f\u061c")
#: Signs that turn round how what follows is read: a name with one shows as another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Pictures and what belongs to them; what is not assigned, and what commands a device.
NO_LETTERS = frozenset({"So", "Cc", "Cf", "Cs", "Co", "Cn"})


def check(*names: str) -> None:
    """Refuse what is no name: pictures, signs that command, signs that turn the writing round. Refuses: NoName."""
    for name in names:
        odd = [one for one in name if one not in UNSEEN and unicodedata.category(one) in NO_LETTERS]
        if odd:
            raise refusals.NoName(odd[0], name, turns=odd[0] in TURNING)
