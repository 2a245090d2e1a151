"""What is sealed opens with its passphrase, whole, and not at all when a byte is other."""

import io
import os
from contextlib import closing

import pytest

from ayni.cli.backups import sealing

WORDS = "four words for everybody"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(sealing, "COST", 2**4)
    monkeypatch.setattr(sealing, "PIECE", 64)


def sealed(content, passphrase=WORDS):
    file = io.BytesIO()
    with closing(sealing.Sealing(file, passphrase)) as one:
        for start in range(0, len(content), 7):
            one.write(content[start : start + 7])
    return file.getvalue()


def opened(data, passphrase=WORDS):
    return b"".join(sealing.opened(io.BytesIO(data), passphrase))


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128, 1000])
def test_what_goes_in_comes_out(length):
    content = os.urandom(length)
    data = sealed(content)
    assert opened(data) == content
    assert length < 16 or content not in data  # a few bytes stand in it by chance


def test_twice_the_same_is_not_the_same():
    assert sealed(b"Fatima") != sealed(b"Fatima")


def test_another_passphrase():
    with pytest.raises(sealing.NotOpened):
        opened(sealed(b"Fatima"), "other words")


def test_no_byte_may_be_other():
    data = sealed(os.urandom(150))
    for place in range(len(data)):
        with pytest.raises(sealing.NotOpened):
            opened(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def test_nothing_may_be_cut_moved_or_repeated():
    data, head = sealed(os.urandom(64 * 4)), len(sealing.MAGIC) + sealing.SALT + sealing.PREFIX
    size = 64 + sealing.TAG
    first, second, third, last = (data[head + size * n : head + size * (n + 1)] for n in range(4))
    for pieces in ((first, second, third), (second, first, third, last), (first, second, second, third, last), ()):
        with pytest.raises(sealing.NotOpened):
            opened(data[:head] + b"".join(pieces))
    for length in range(len(data)):
        with pytest.raises(sealing.NotOpened):
            opened(data[:length])
