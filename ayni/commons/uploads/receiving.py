"""The one door for files."""

from collections.abc import Sequence
from typing import IO, Any, Protocol

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ayni.commons.uploads import kinds as known
from ayni.commons.uploads.errors import NotTaken

MOST_FILES = 10


class Sent(Protocol):
    """A file that somebody sent; its size is what was counted on the way in."""

    size: int | None

    def read(self, size: int = ...) -> bytes: ...


def content(file: Sent | IO[bytes], *, kinds: Sequence[known.Kind], largest: int) -> bytes:
    """All of a file that is one of the kinds. Refuses: NotTaken."""
    told = getattr(file, "size", None)
    data: bytes = b"" if isinstance(told, int) and told > largest else file.read(largest + 1)
    if not data or len(data) > largest:
        raise NotTaken(_too_large(largest) if data or told else _("The file is empty."))
    kind = known.of(data)
    if kind not in kinds:
        expected = get_text_list([str(one.says) for one in kinds], _("or"))
        raise NotTaken(_("The file is %(found)s. Send %(expected)s.") % {"found": kind.says, "expected": expected})
    return data


def contents(files: Sequence[Any], *, kinds: Sequence[known.Kind], largest: int, most: int = MOST_FILES) -> list[bytes]:
    """Several files at once: so many at most, and together no larger than `largest`. Refuses: NotTaken."""
    if len(files) > most:
        raise NotTaken(_("These are more than %(most)s files. Send fewer at once.") % {"most": most})
    found, left = [], largest
    for file in files:
        found.append(content(file, kinds=kinds, largest=left))
        left -= len(found[-1])
    return found


def _too_large(largest: int) -> str:
    return _("The file is larger than %(limit)s MB. Send a part of it.") % {"limit": f"{largest / 2**20:.3g}"}
