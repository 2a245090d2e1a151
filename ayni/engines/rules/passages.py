"""Where the words of a YAML value stand in their file, whatever style it was written in."""

from dataclasses import dataclass

import yaml


@dataclass(frozen=True)
class Passage:
    """A text out of a file, and the line and column (from 1) of each of its characters."""

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of a character; just after the last one for the end of the text."""
        if not self.places:
            return 1, offset + 1
        line, column = self.places[min(offset, len(self.places) - 1)]
        return line, column + max(0, offset - len(self.places) + 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passage) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def of(node: yaml.ScalarNode, source: str) -> Passage:
    """The passage a scalar node holds, its characters found again in the file it came from."""
    at, places = node.start_mark.index, []
    for character in node.value:
        if not character.isspace():
            found = source.find(character, at, node.end_mark.index)
            at = found if found >= 0 else at
        places.append(_place(source, at))
        at += not character.isspace()
    return Passage(node.value, tuple(places))


def _place(source: str, index: int) -> tuple[int, int]:
    return source.count("\n", 0, index) + 1, index - (source.rfind("\n", 0, index) + 1) + 1
