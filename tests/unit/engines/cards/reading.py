"""A reader of square codes for tests: from the dark and light squares back to the text (ISO/IEC 18004)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from segno import consts

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)


def text_of(code: Any) -> str:
    """The text of a code as it is drawn, of letters and digits and of bytes."""
    matrix = [[value & 1 for value in row] for row in code.matrix]
    size = len(matrix)
    version = (size - 17) // 4
    places = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    told = int("".join(str(matrix[row][column]) for row, column in places), 2) ^ 0b101010000010010
    mask = MASKS[told >> 10 & 7]
    bits = [matrix[r][c] ^ mask(r, c) for r, c in _data(size, version)]
    words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits) - 7, 8)]
    data = _blocks(words, list(consts.ECC[version][consts.ERROR_LEVEL_M]))
    return "".join(_texts("".join(f"{word:08b}" for word in data), version))


def _data(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Every square that holds data, in the order it is written."""
    taken = {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    taken |= {(r, c) for r in range(9) for c in range(9)}
    taken |= {(r, c) for r in range(9) for c in range(size - 8, size)} | {
        (r, c) for r in range(size - 8, size) for c in range(9)
    }
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for one in ((r, c) for r in centres for c in centres if (r, c) not in corners):
        taken |= {(one[0] + r, one[1] + c) for r in range(-2, 3) for c in range(-2, 3)}
    if version >= 7:
        taken |= {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        taken |= {(c, r) for r in range(6) for c in range(size - 11, size - 8)}
    upwards = True
    for right in [*range(size - 1, 6, -2), *range(5, 0, -2)]:
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((row, column) for column in (right, right - 1) if (row, column) not in taken)
        upwards = not upwards


def _blocks(words: Sequence[int], told: Sequence[Any]) -> list[int]:
    """The data of the blocks in their order, without what corrects errors."""
    lengths = [one.num_data for one in told for _ in range(one.num_blocks)]
    blocks: list[list[int]] = [[] for _ in lengths]
    left = iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(left))
    return [word for block in blocks for word in block]


def _texts(bits: str, version: int) -> Iterator[str]:
    at = 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    while len(bits) - at >= 4 and (mode := take(4)):
        if mode == 4:
            yield bytes(take(8) for _ in range(take(8 if version < 10 else 16))).decode()
            continue
        assert mode == 2, mode
        count = take(9 if version < 10 else 11)
        for _pair in range(count // 2):
            first, second = divmod(take(11), 45)
            yield LETTERS[first] + LETTERS[second]
        if count % 2:
            yield LETTERS[take(6)]
