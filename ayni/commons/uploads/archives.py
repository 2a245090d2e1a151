"""Archives, measured from their table of contents before anything of them is unpacked."""

import io
import lzma
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from ayni.commons.uploads.errors import NotTaken

MOST_ENTRIES = 500
LARGEST_UNPACKED = 60 * 1024 * 1024
LARGEST_RATIO = 200  # a spreadsheet of one repeated word packs 150 to 1
SMALL = 1024 * 1024  # what unpacks to less than this may be packed as tightly as it likes
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!")
END = b"PK\x05\x06"
END_SIZE = 22


def check(data: bytes) -> list[str]:
    """The names in an archive that is safe to unpack. Refuses: NotTaken."""
    if data[-END_SIZE : -END_SIZE + 4] != END:
        raise NotTaken(_("The file does not end where its archive ends: something else is behind it. Save it again."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if entries and min(entry.header_offset for entry in entries) != 0:
                raise NotTaken(_("The file does not begin where its archive begins. Save it again."))
            _check_sizes(entries, len(data))
            for entry in entries:
                _check_entry(archive, entry)
    except DAMAGE as error:
        raise NotTaken(_("The archive is damaged, or is not packed as it says. Save it again.")) from error
    return [entry.filename for entry in entries]


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or total > LARGEST_UNPACKED or total > max(SMALL, size * LARGEST_RATIO):
        raise NotTaken(
            _("The archive unpacks to more than %(megabytes)s MB or %(entries)s parts, or far more than it is.")
            % {"megabytes": LARGEST_UNPACKED // 2**20, "entries": MOST_ENTRIES}
        )
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise NotTaken(_("The archive has two parts of one name. Save it again."))


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """An entry that unpacks where it says, to what it says, and holds no archive in its turn."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in entry.filename or ":" in entry.filename:
        raise NotTaken(_("The archive has a part that would be unpacked outside its folder."))
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
        raise NotTaken(_("The archive has a part that is a link or is encrypted. Save it without."))
    with archive.open(entry) as part:
        begins = part.read(8)
        if begins.startswith(PACKED):
            raise NotTaken(_("The archive holds another archive. Send what is in it."))
        while part.read(1024 * 1024):  # to its end: the size and the sum must be what the table says
            pass
