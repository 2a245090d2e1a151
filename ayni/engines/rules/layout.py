"""The lines of a rule: where a long one is broken, and where its comments stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ayni.engines.rules import concrete

STEP = "  "


@dataclass(frozen=True)
class Line:
    text: str
    comment: str = ""

    def indented(self) -> "Line":
        return Line(STEP + self.text, self.comment)

    def __str__(self) -> str:
        if not self.text.strip():
            return self.text + self.comment
        return f"{self.text} {self.comment}".rstrip()


Lines = list[Line]


def lines(text: str, width: int) -> list[str]:
    """The rule in lines of at most `width` characters where its words allow it."""
    tokens, root = concrete.read(text)
    layout = _Layout(tokens, root)
    found = layout.slot(layout.root, width)
    return [str(line) for line in (*found, *(Line("", comment) for comment in tokens[-1].before))]


@dataclass(frozen=True)
class _Slot:
    """A part that can have lines of its own, and the words whose comments belong to it; `closed` in brackets."""

    part: concrete.Part
    start: int
    end: int
    closed: bool = False

    @property
    def words(self) -> tuple[int, int]:
        return self.start, self.end

    @property
    def last(self) -> int:
        """From this word on, a comment behind a word is behind the whole."""
        return self.part.end - self.part.closings - (not self.closed)

    @property
    def begins_inside(self) -> bool:
        """Do its first and last lines belong to the first and last of its own slots?"""
        is_chain = isinstance(self.part, concrete.Chain) and self.part.level != concrete.COMPARISON
        return not self.closed and (is_chain or isinstance(self.part, concrete.Choice))


@dataclass(frozen=True)
class _Said:
    """A slot's comments: those above it, and the one behind it."""

    above: tuple[str, ...]
    behind: str


class _Layout:
    def __init__(self, tokens: Sequence[concrete.Token], root: concrete.Part) -> None:
        self.tokens = tokens
        self.said: dict[tuple[int, int], _Said] = {}
        self.root = _Slot(root, 0, len(tokens) - 1)
        self.share_out(self.root)

    def share_out(self, slot: _Slot) -> None:
        """Give each comment to the innermost slot it stands in; what is above or behind one, to the outermost."""
        inner = list(_slots(slot.part, top=True))
        covered = {place for nested in inner for place in range(*nested.words)}
        above, behind = list[str](), list[str]()
        for place in range(*slot.words):
            if place not in covered:
                token = self.tokens[place]
                (behind if place > slot.last else above).extend(token.before)
                (behind if place >= slot.last else above).extend(filter(None, [token.after]))
        for nested in inner:
            self.share_out(nested)
        if slot.begins_inside:
            first, last = inner[0].words, inner[-1].words
            above += self.said[first].above
            self.said[first] = _Said((), self.said[first].behind)
            behind = [*filter(None, [self.said[last].behind]), *behind]
            self.said[last] = _Said(self.said[last].above, "")
        self.said[slot.words] = _Said((*above, *behind[:-1]), behind[-1] if behind else "")

    def slot(self, slot: _Slot, width: int, before: str = "", after: str = "") -> Lines:
        """A slot's lines, `before` and `after` written against them."""
        said = self.said[slot.words]
        lines = self.lines(slot.part, width - len(before) - len(after), top=True, closed=slot.closed)
        lines = _around(
            lines, before, after, bool(before) and not slot.closed and isinstance(slot.part, concrete.Chain)
        )
        if said.behind:
            lines[-1] = Line(lines[-1].text, said.behind)
        return [*(Line("", comment) for comment in said.above), *lines]

    def lines(self, part: concrete.Part, width: int, *, top: bool = False, closed: bool = False) -> Lines:
        """In one line when it fits and no comment inside asks for more."""
        flat = f"({_flat(part)})" if closed else _flat(part)
        if len(flat) <= width and not self.commented(part, top):
            return [Line(flat)]
        if closed:
            broken = self.broken(part, width - len(STEP), top)
            return [Line("("), *(line.indented() for line in broken), Line(")")] if len(broken) > 1 else [Line(flat)]
        return self.broken(part, width, top)

    def commented(self, part: concrete.Part, top: bool) -> bool:
        return any(self.talks(slot) for slot in _slots(part, top))

    def talks(self, slot: _Slot) -> bool:
        """Does a comment belong to a slot, or to anything inside it?"""
        inside = (said for (start, end), said in self.said.items() if slot.start <= start and end <= slot.end)
        return any(said.above or said.behind for said in inside)

    def broken(self, part: concrete.Part, width: int, top: bool) -> Lines:
        match part:
            case concrete.Chain(concrete.COMPARISON):
                return self.compared(part, width)
            case concrete.Chain():
                return self.chain(part, width, top)
            case concrete.Choice():
                return self.choice(part, width)
            case concrete.Prefixed():
                return _around(self.lines(part.item, width - 1, closed=_closed(part, part.item)), part.sign, "", False)
            case concrete.Field():
                return _around(self.lines(part.of, width, closed=_closed(part, part.of)), "", f".{part.name}", False)
            case concrete.Call():
                return self.call(part, width)
            case concrete.Listing():
                return self.bracketed("[", part, "]", width)
        return [Line(_flat(part))]

    def chain(self, part: concrete.Chain, width: int, top: bool) -> Lines:
        signs = ("", *(f"{sign} " for sign in part.signs))
        found: Lines = []
        if top or part.level in (concrete.OR, concrete.AND):
            for sign, slot in zip(signs, _slots(part, top), strict=True):
                found += self.slot(slot, width, sign)
        else:
            for place, (sign, item) in enumerate(zip(signs, part.items, strict=True)):
                lines = self.lines(item, width - len(sign), closed=_closed(part, item, place))
                found += _around(lines, sign, "", False)
        return _around(found, "", "", part.level > concrete.AND)

    def choice(self, part: concrete.Choice, width: int) -> Lines:
        test, yes, no = _slots(part, True)
        return [
            *self.slot(test, width),
            *(line.indented() for line in self.slot(yes, width - 2, "? ")),
            *(line.indented() for line in self.slot(no, width - 2, ": ")),
        ]

    def compared(self, part: concrete.Chain, width: int) -> Lines:
        left, right = part.items
        sign = f" {part.signs[0]} "
        found = []
        for wide_left, wide_right in ((True, False), (False, True), (False, False)):
            first = self.open(left, width, _closed(part, left), wide_left)
            second = self.open(right, width, _closed(part, right, 1), wide_right)
            found.append(_joined(first, sign, second))
        return _fitting(found, width)

    def open(self, part: concrete.Part, width: int, closed: bool, wide: bool) -> Lines:
        """Broken where that can be; in one line when `wide`, and no comment forbids it."""
        if wide and not self.commented(part, False):
            return [Line(f"({_flat(part)})" if closed else _flat(part))]
        lines = self.broken(part, width - (len(STEP) if closed else 0), False)
        if not closed:
            return lines
        return [Line("("), *(line.indented() for line in lines), Line(")")]

    def call(self, part: concrete.Call, width: int) -> Lines:
        if part.of is None:
            return self.bracketed(f"{part.name}(", part, ")", width)
        found = []
        for wide_target, wide_arguments in ((True, False), (False, True), (False, False)):
            target = self.open(part.of, width, _closed(part, part.of), wide_target)
            commented = any(self.talks(slot) for slot in _arguments(part))
            if wide_arguments and not commented:
                call = [Line(f".{part.name}({', '.join(_flat(item) for item in part.arguments)})")]
            else:
                call = self.bracketed(f".{part.name}(", part, ")", width)
            found.append(_joined(target, "", call))
        return _fitting(found, width)

    def bracketed(self, opening: str, part: concrete.Call | concrete.Listing, closing: str, width: int) -> Lines:
        slots = list(_arguments(part))
        if not slots:
            return [Line(opening + closing)]
        if isinstance(part, concrete.Call) and _is_loop(part):
            opening += f"{_flat(part.arguments[0])},"
        found: Lines = []
        for slot in slots:
            comma = "" if slot is slots[-1] else ","
            found += self.slot(slot, width - len(STEP), after=comma)
        return [Line(opening), *(line.indented() for line in found), Line(closing)]


def _slots(part: concrete.Part, top: bool = False) -> Iterator[_Slot]:
    """The nearest parts inside a part that can have lines, and comments, of their own."""
    match part:
        case concrete.Chain(level, _, items) if level in (concrete.OR, concrete.AND) or (
            top and level != concrete.COMPARISON
        ):
            starts = [items[0].start, *(item.end for item in items)]
            for place, (item, start) in enumerate(zip(items, starts, strict=False)):
                yield _Slot(item, start, item.end, _closed(part, item, place))
        case concrete.Chain():
            for item in part.items:
                yield from _slots(item)
        case concrete.Choice(test, yes, no):
            yield _Slot(test, test.start, test.end, _closed(part, test))
            yield _Slot(yes, test.end, yes.end, _closed(part, yes))
            yield _Slot(no, yes.end, no.end)
        case concrete.Prefixed():
            yield from _slots(part.item)
        case concrete.Field():
            yield from _slots(part.of)
        case concrete.Call():
            if part.of is not None:
                yield from _slots(part.of)
            yield from _arguments(part)
        case concrete.Listing():
            yield from _arguments(part)


def _arguments(part: concrete.Call | concrete.Listing) -> Iterator[_Slot]:
    """What stands in the brackets, each with the comma behind it; a loop's member has no line of its own."""
    items = part.items if isinstance(part, concrete.Listing) else part.arguments
    for item in items[1:] if isinstance(part, concrete.Call) and _is_loop(part) else items:
        yield _Slot(item, item.start, item.end if item is items[-1] else item.end + 1)


def _is_loop(part: concrete.Call) -> bool:
    return part.of is not None and len(part.arguments) > 1 and isinstance(part.arguments[0], concrete.Atom)


def _flat(part: concrete.Part) -> str:
    """A part in one line, its comments left out."""
    match part:
        case concrete.Atom(text):
            return text
        case concrete.Prefixed(sign, item):
            return sign + _inside(part, item)
        case concrete.Chain(_, signs, items):
            rest = (f" {sign} {_inside(part, item, 1)}" for sign, item in zip(signs, items[1:], strict=True))
            return _inside(part, items[0]) + "".join(rest)
        case concrete.Choice(test, yes, no):
            return f"{_inside(part, test)} ? {_inside(part, yes)} : {_flat(no)}"
        case concrete.Field(of, name):
            return f"{_inside(part, of)}.{name}"
        case concrete.Call(of, name, arguments):
            target = f"{_inside(part, of)}." if of is not None else ""
            return f"{target}{name}({', '.join(map(_flat, arguments))})"
        case concrete.Listing(items):
            return f"[{', '.join(map(_flat, items))}]"
    raise TypeError(type(part).__name__)


def _inside(parent: concrete.Part, item: concrete.Part, place: int = 0) -> str:
    return f"({_flat(item)})" if _closed(parent, item, place) else _flat(item)


def _closed(parent: concrete.Part, item: concrete.Part, place: int = 0) -> bool:
    """Does an item need brackets where it stands?"""
    level = _level(item)
    match parent:
        case concrete.Chain(concrete.COMPARISON):
            return level <= concrete.COMPARISON
        case concrete.Chain(outer):
            return level <= outer if place else level < outer
        case concrete.Choice():
            return level == concrete.CHOICE
        case concrete.Prefixed(sign):
            return level < concrete.MEMBER or (sign == "-" and isinstance(item, concrete.Atom) and item.is_number)
    return level < concrete.MEMBER or (isinstance(item, concrete.Atom) and item.is_number)


def _level(part: concrete.Part) -> int:
    match part:
        case concrete.Choice():
            return concrete.CHOICE
        case concrete.Chain(level):
            return level
        case concrete.Prefixed():
            return concrete.PREFIX
    return concrete.MEMBER


def _around(lines: Lines, before: str, after: str, hang: bool) -> Lines:
    """The lines with something against their first and last words; `hang` indents what follows the first."""
    place = next(place for place, line in enumerate(lines) if line.text.strip())
    found = [
        *lines[:place],
        Line(before + lines[place].text, lines[place].comment),
        *(line.indented() if hang else line for line in lines[place + 1 :]),
    ]
    return [*found[:-1], Line(found[-1].text + after, found[-1].comment)]


def _joined(left: Lines, between: str, right: Lines) -> Lines:
    return [*left[:-1], Line(left[-1].text + between + right[0].text, right[0].comment), *right[1:]]


def _fitting(candidates: Sequence[Lines], width: int) -> Lines:
    """The first that fits; when none does, the one whose longest line is shortest."""
    return min(candidates, key=lambda lines: max(0, max(len(line.text) for line in lines) - width))
