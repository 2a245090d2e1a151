from pathlib import Path

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class KeyMissing(Refused):
    """A document is there, and the key that opens it is not."""

    def __init__(self, number: int, place: Path) -> None:
        self.number = number
        super().__init__(
            _(
                "Sealing key %(number)s is not in %(place)s, so what it sealed cannot be read. Put the file back from "
                "its backup, or name it in AYNI_SEALING_KEYS. Nothing is lost as long as the key is kept somewhere."
            )
            % {"number": number, "place": place}
        )


class KeyWrong(Refused):
    """A key has the number of another."""

    def __init__(self, number: int, place: Path) -> None:
        self.number = number
        super().__init__(
            _(
                "Key %(number)s in %(place)s is not the sealing key %(number)s of this registry: its fingerprint "
                "differs. It is another installation's file; put this one's back."
            )
            % {"number": number, "place": place}
        )


class KeyFileUnreadable(Refused):
    def __init__(self, place: Path, why: str) -> None:
        super().__init__(
            _("The file of sealing keys %(place)s cannot be read: %(why)s. Put it back from its backup.")
            % {"place": place, "why": why}
        )


class KeyFileOpen(Refused):
    def __init__(self, place: Path) -> None:
        super().__init__(
            _("Every user of this machine may read the sealing keys in %(place)s. Run: chmod 600 %(place)s")
            % {"place": place}
        )


class SealBroken(Refused):
    """The right key does not open a document: it was changed, or belongs to another record."""

    def __init__(self, kind: str, record: int) -> None:
        super().__init__(
            _(
                "A sealed document of %(kind)s %(record)s does not open: it was changed in the database or moved there "
                "from another record. Compare it with a backup."
            )
            % {"kind": kind, "record": record}
        )


class KeyInUse(Refused):
    def __init__(self, number: int, rows: int) -> None:
        super().__init__(
            _("Key %(number)s still seals %(rows)s documents. Rotate first: ayni keys rotate")
            % {"number": number, "rows": rows}
        )


class NoSuchKey(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no sealing key %(number)s. See: ayni keys list") % {"number": number})


class NotAll(Refused):
    """Some documents could not be reached, or were sealed with an earlier key meanwhile."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            _(
                "%(rows)s documents are still sealed with an earlier key: another server may still write with it, or "
                "they are out of reach. Have every server read the new key, then give the same command again."
            )
            % {"rows": rows}
        )
