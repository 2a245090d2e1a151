"""The one door for files: what is taken, by its bytes, and how much."""

import io

import pytest
from openpyxl import Workbook

from ayni.commons.uploads import kinds, receiving
from ayni.commons.uploads.errors import NotTaken
from tests.unit.uploads import made

ALL = (kinds.PNG, kinds.JPEG, kinds.PDF, kinds.WORKBOOK, kinds.TEXT)
LARGEST = 1_000_000


def taken(data, allowed=ALL, largest=LARGEST):
    return receiving.content(io.BytesIO(data), kinds=allowed, largest=largest)


def real_workbook():
    book, file = Workbook(), io.BytesIO()
    for number in range(2000):
        book.active.append([number, "the same words in every row", "Fatima"])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (made.png(), kinds.PNG),
        (made.png((b"tEXt", b"Comment\0A house")), kinds.PNG),
        (made.jpeg(comment=b"a house"), kinds.JPEG),
        (made.pdf(), kinds.PDF),
        (made.pdf(objects=made.packed(b"/Type /XObject", b"/JS in a picture means nothing")), kinds.PDF),
        (made.workbook(), kinds.WORKBOOK),
        (real_workbook(), kinds.WORKBOOK),
        ("variables: [] # \u0641\u0627\u0637\u0645\u0629".encode(), kinds.TEXT),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", kinds.TEXT),
        (b"a < b\n", kinds.TEXT),
    ],
)
def test_each_kind_is_known_by_its_bytes(data, kind):
    assert kinds.of(data) is kind
    assert taken(data, (kind,)) == data


def test_another_kind_than_was_asked_for():
    with pytest.raises(NotTaken, match=r"a PNG picture.*a PDF document or a text"):
        taken(made.png(), (kinds.PDF, kinds.TEXT))


def test_its_size():
    data = b"a" * 1001
    assert taken(data, largest=1001) == data
    with pytest.raises(NotTaken, match="larger than"):
        taken(data, largest=1000)
    with pytest.raises(NotTaken, match="empty"):
        taken(b"")


def test_what_is_known_to_be_too_large_is_not_even_read():
    class Sent:
        size = LARGEST + 1

        def read(self, size=-1):
            raise AssertionError("it was read")

    with pytest.raises(NotTaken, match="larger"):
        receiving.content(Sent(), kinds=ALL, largest=LARGEST)


def test_a_size_that_lies_is_not_believed():
    class Sent(io.BytesIO):
        size = 3

    with pytest.raises(NotTaken, match="larger"):
        receiving.content(Sent(b"a" * 2000), kinds=ALL, largest=1000)


def test_several_at_once():
    files = [io.BytesIO(b"a" * 100) for _ in range(3)]
    assert len(receiving.contents(files, kinds=ALL, largest=300)) == 3
    with pytest.raises(NotTaken, match="larger"):
        receiving.contents([io.BytesIO(b"a" * 100) for _ in range(3)], kinds=ALL, largest=299)
    with pytest.raises(NotTaken, match="more than 2 files"):
        receiving.contents(files, kinds=ALL, largest=300, most=2)
