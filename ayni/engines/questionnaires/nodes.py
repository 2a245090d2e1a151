"""A filled-in form as nodes: what expressions look at and answers are read from."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.engines.questionnaires.tree import Group, Question


class Node:
    """One element of a filled-in form, or of a list of choices.

    `type` is the form's word for its value. A node that is not relevant says nothing to anybody.
    """

    __slots__ = ("children", "is_relevant", "item", "name", "parent", "text", "type")

    def __init__(self, name: str, text: str = "", item: Question | Group | None = None) -> None:
        self.name, self.text, self.item = name, text, item
        self.type = item.type if isinstance(item, Question) else ""
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.is_relevant = True

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        return child

    def named(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def walk(self) -> Iterator[Node]:
        """This and everything in it, in the order of the form."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def root(self) -> Node:
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    @property
    def value(self) -> str:
        """Its own text, or all texts within; nothing when it, or what it is in, is not relevant."""
        node: Node | None = self
        while node is not None:
            if not node.is_relevant:
                return ""
            node = node.parent
        return "".join(one.text for one in self.walk()) if self.children else self.text

    @property
    def position(self) -> int:
        """Which of its namesakes it is, from 1."""
        if self.parent is None:
            return 1
        return 1 + self.parent.named(self.name).index(self)

    @property
    def where(self) -> str:
        """Its address, as `/data/members[2]/age`; a number only where there may be several."""
        parts: list[str] = []
        node: Node | None = self
        while node is not None:
            is_one_of_many = isinstance(node.item, Group) and node.item.is_repeat
            parts.append(f"{node.name}[{node.position}]" if is_one_of_many else node.name)
            node = node.parent
        return "/" + "/".join(reversed(parts))
