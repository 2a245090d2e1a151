"""The pages of a questionnaire: a group is a page, a repeat is a list whose entries have pages of their own.

The key of a page is its number; of a page within an entry, `3/2/1`: page 3 is the list, its second entry, page 1 there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ayni.engines.questionnaires import errors, xpath
from ayni.engines.questionnaires.instances import Instance
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.tree import Form, Group, Item, Question
from ayni.intake.queries import drafts


@dataclass(frozen=True)
class Part:
    """A page before anything is answered: questions with the headings among them, or a repeat with `inner` pages."""

    number: int
    title: Group | None = None
    items: tuple[Item, ...] = ()
    repeat: Group | None = None
    inner: tuple[Part, ...] = field(default=())

    @property
    def questions(self) -> list[Question]:
        return [one for one in self.items if isinstance(one, Question)]

    @property
    def is_shown(self) -> bool:
        return self.repeat is not None or any(is_shown(one) for one in self.questions)


@dataclass(frozen=True)
class Place:
    """A page in a form that is being filled in. `around` is the address of what its questions are in."""

    key: str
    part: Part
    siblings: tuple[Part, ...]
    around: str
    base: str

    @property
    def upper(self) -> str:
        """The list that this page's entry is in; empty for a page of the form itself."""
        return self.key.rpartition("/")[0].rpartition("/")[0]

    @property
    def entry(self) -> int:
        """Which entry of that list it is."""
        return int(self.key.split("/")[-2]) if "/" in self.key else 0

    def where(self, item: Item) -> str:
        return self.around + item.path.removeprefix(self.base)

    def beside(self, part: Part) -> Place:
        key = f"{self.key.rpartition('/')[0]}/{part.number}".lstrip("/")
        return Place(key, part, self.siblings, self.around, self.base)


def is_shown(question: Question) -> bool:
    return question.is_asked or (question.type == "note" and bool(question.labels))


def parts(form: Form) -> tuple[Part, ...]:
    """The pages of a form."""
    return tuple(_numbered(list(_parts(form.children, None, is_whole=True))))


def _numbered(found: list[Part]) -> Iterator[Part]:
    for number, one in enumerate((one for one in found if one.is_shown), start=1):
        yield Part(number, one.title, one.items, one.repeat, one.inner)


def _parts(items: Sequence[Item], title: Group | None, *, is_whole: bool) -> Iterator[Part]:
    """Loose questions that follow each other are a page; of the whole form, each group too."""
    run: list[Item] = []
    for item in items:
        if isinstance(item, Question):
            run.append(item)
            continue
        stays = not item.is_repeat and not is_whole and not _has_repeat(item)
        if stays:
            run += [item, *_flat(item)]
            continue
        if run:
            yield Part(0, title, tuple(run))
            run = []
        if item.is_repeat:
            inner = tuple(_numbered(list(_parts(item.children, None, is_whole=False))))
            yield Part(0, item, (), item, inner)
        elif _has_repeat(item):
            yield from _parts(item.children, item, is_whole=False)
        else:
            yield Part(0, item, tuple(_flat(item)))
    if run:
        yield Part(0, title, tuple(run))


def _flat(group: Group) -> Iterator[Item]:
    for item in group.children:
        yield item
        if isinstance(item, Group):
            yield from _flat(item)


def _has_repeat(group: Group) -> bool:
    return any(isinstance(one, Group) and (one.is_repeat or _has_repeat(one)) for one in group.children)


def at(form: Form, key: str) -> Place | None:
    """The page of a key; None when the form has none. That an entry is there is for the answers to say."""
    numbers = key.strip("/").split("/")
    if len(numbers) % 2 == 0 or not all(one.isascii() and one.isdigit() and len(one) < 5 for one in numbers):
        return None
    siblings, around, base = parts(form), f"/{form.root}", f"/{form.root}"
    for step in range(0, len(numbers), 2):
        part = next((one for one in siblings if one.number == int(numbers[step])), None)
        if part is None:
            return None
        if step == len(numbers) - 1:
            return Place("/".join(numbers), part, siblings, around, base)
        if part.repeat is None:
            return None
        around = f"{around}{part.repeat.path.removeprefix(base)}[{int(numbers[step + 1])}]"
        siblings, base = part.inner, part.repeat.path
    return None


def after(place: Place, instance: Instance, around: xpath.Surroundings) -> str:
    """The key of the next page on which something applies; empty when this was the last of the form or the entry."""
    later = (place.beside(one) for one in place.siblings if one.number > place.part.number)
    return next((one.key for one in later if applies(one, instance, around)), "")


def before(place: Place, instance: Instance, around: xpath.Surroundings) -> str:
    earlier = (place.beside(one) for one in reversed(place.siblings) if one.number < place.part.number)
    return next((one.key for one in earlier if applies(one, instance, around)), "")


def applies(place: Place, instance: Instance, around: xpath.Surroundings) -> bool:
    """Whether anything on a page is to be answered or read."""
    if place.part.repeat is not None:
        return _repeat_applies(place, instance, around)
    nodes = ((instance.at(place.where(one)), one) for one in place.part.questions if is_shown(one))
    return any(node is not None and drafts.applies(node) for node, _question in nodes)


def _repeat_applies(place: Place, instance: Instance, around: xpath.Surroundings) -> bool:
    """A repeat without entries has no node of its own: one is held beside it for the question."""
    group = place.part.repeat
    assert group is not None
    upper = instance.at(place.where(group).rpartition("/")[0])
    if upper is None or not drafts.applies(upper):
        return False
    if not group.relevant:
        return True
    node = Node(group.name, "", group)
    node.parent = upper
    try:
        return xpath.as_boolean(xpath.read(group.relevant).on(node, around))
    except errors.NotEvaluated:
        return True


def wanted(place: Place, instance: Instance, around: xpath.Surroundings) -> int | None:
    """How many entries a list must have, where the form says so."""
    group = place.part.repeat
    if group is None or not group.count:
        return None
    upper = instance.at(place.where(group).rpartition("/")[0])
    if upper is None:
        return None
    node = Node(group.name, "", group)
    node.parent = upper
    try:
        number = xpath.as_number(xpath.read(group.count).on(node, around))
    except errors.NotEvaluated:
        return None
    return max(0, min(200, int(number))) if number == number else 0


def entries(place: Place, instance: Instance) -> list[Node]:
    """What a list holds."""
    group = place.part.repeat
    upper = instance.at(place.where(group).rpartition("/")[0]) if group else None
    return upper.named(group.name) if group and upper is not None else []


def walk(form: Form, instance: Instance, around: xpath.Surroundings) -> Iterator[Place]:
    """Every page on which something applies, in the order of the form; the pages of each entry after their list."""
    top = Place("", Part(0), parts(form), f"/{form.root}", f"/{form.root}")
    yield from _walk(top, instance, around)


def _walk(upper: Place, instance: Instance, around: xpath.Surroundings) -> Iterator[Place]:
    for part in upper.siblings:
        place = Place(f"{upper.key}/{part.number}".lstrip("/"), part, upper.siblings, upper.around, upper.base)
        if not applies(place, instance, around):
            continue
        yield place
        if part.repeat is not None:
            for number, node in enumerate(entries(place, instance), start=1):
                inside = Place(f"{place.key}/{number}", Part(0), part.inner, node.where, part.repeat.path)
                yield from _walk(inside, instance, around)
