"""A filled-in form: its XML, and the nodes of its answers beside the questions they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError  # nosec B405

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from ayni.engines.questionnaires.errors import InstanceError
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.problems import Problem
from ayni.engines.questionnaires.tree import Form, Group, Item, Question

LARGEST = 10 * 1024 * 1024
MOST_REPEATS = 1_000
MOST_PROBLEMS = 200
LONGEST_ID = 200
ID = re.compile(r"[\w:.\-{}@/+~]{1,200}")
OF_ONE = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<number>\d+)\])?")


@dataclass(frozen=True)
class Head:
    """Which form was filled in, and the number it was given. `deprecated_id` is the one that an edit replaces."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str


@dataclass
class Instance:
    """The answers as nodes, every question of the form among them, and what could not be placed."""

    form: Form
    root: Node
    problems: list[Problem] = field(default_factory=list)

    def of(self, path: str) -> list[Node]:
        """Every answer to one question, or every one of a repeat, in order."""
        found = [self.root]
        for name in path.split("/")[2:]:
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def value(self, path: str) -> str:
        """The first answer to a question; empty when there is none or it does not apply."""
        return next((node.value for node in self.of(path) if node.value), "") if path else ""

    def at(self, where: str) -> Node | None:
        """The node at an address such as `/data/members[2]/age`."""
        nodes = [self.root]
        for part in where.split("/")[2:]:
            found = OF_ONE.fullmatch(part)
            named = [child for node in nodes for child in node.children if found and child.name == found["name"]]
            number = int(found["number"]) if found and found["number"] else 1
            nodes = named[number - 1 : number]
        return nodes[0] if nodes else None

    @property
    def files(self) -> list[str]:
        """The names of the files that should come with it."""
        kinds = ("image", "audio", "video", "file")
        named = [node.value for node in self.root.walk() if node.type in kinds and node.value]
        return list(dict.fromkeys(named))


def parse(xml: bytes) -> Element:
    """The root of what was sent. Raises InstanceError for what is no XML, is too large, or brings words of its own."""
    if len(xml) > LARGEST:
        raise InstanceError(f"The filled-in form is larger than {LARGEST // 2**20} MB.")
    try:
        root: Element = ElementTree.fromstring(xml, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise InstanceError("The filled-in form defines XML words of its own, which are not read.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InstanceError("The filled-in form is not whole: its XML cannot be read to the end.") from error
    return root


def head(root: Element) -> Head:
    """What the filled-in form says of itself. Raises InstanceError when it does not say which form it is."""
    form_id = root.get("id") or (root.tag[1:].partition("}")[0] if root.tag.startswith("{") else "")
    if not form_id:
        raise InstanceError("The filled-in form does not say which questionnaire it is of (the attribute “id”).")
    meta = next((child for child in root if _local(child) == "meta"), None)
    told = {_local(child): (child.text or "").strip() for child in meta} if meta is not None else {}
    instance_id = told.get("instanceID", "") or (root.get("instanceID") or "")
    if not ID.fullmatch(instance_id):
        raise InstanceError("The filled-in form has no number of its own (meta/instanceID), or one that is no number.")
    deprecated = told.get("deprecatedID", "")
    return Head(form_id, root.get("version") or "", instance_id, deprecated if ID.fullmatch(deprecated) else "")


def text_at(root: Element, path: str) -> str:
    """The first answer at a question's path, without reading the form it is of; empty when there is none."""
    found = [root]
    for name in path.split("/")[2:]:
        found = [child for element in found for child in element if _local(child) == name]
    return next((text for element in found if (text := (element.text or "").strip())), "")


def fill(root: Element, form: Form) -> Instance:
    """Lay what was sent beside the form's questions; what has no question is told as a problem."""
    made = Instance(form, Node(form.root))
    _lay(made, made.root, root, form.children)
    return made


def blank(form: Form, repeats: Mapping[str, int] | None = None) -> Instance:
    """The form with nothing filled in; `repeats` says how often each repeat stands in it, by its path."""
    made = Instance(form, Node(form.root))
    _empty(made.root, form.children, repeats or {})
    return made


def write(instance: Instance, head: Head) -> bytes:
    """The XML that a phone would have sent."""
    root = etree.Element(instance.form.root, id=head.form_id, version=head.version)
    _write(root, instance.root)
    old = root.find("meta")
    if old is not None:
        root.remove(old)
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "instanceID").text = head.instance_id
    if head.deprecated_id:
        etree.SubElement(meta, "deprecatedID").text = head.deprecated_id
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _lay(made: Instance, node: Node, element: Element, items: Sequence[Item]) -> None:
    given: dict[str, list[Element]] = {}
    for child in element:
        given.setdefault(_local(child), []).append(child)
    for item in items:
        _place(made, node, item, given.pop(item.name, []))
    for name, children in given.items():
        if any(_said(child) for child in children) and "meta" not in (name, node.name):
            _tell(made, Problem("unknown_field", f"{node.where}/{name}"[:300], facts={"name": name[:60]}, stops=False))


def _place(made: Instance, node: Node, item: Item, given: list[Element]) -> None:
    if isinstance(item, Question):
        text = (given[0].text or "").strip() if given else ""
        node.add(Node(item.name, text, item))
        if len(given) > 1 and any(_said(one) for one in given[1:]):
            _tell(made, Problem("unknown_field", f"{node.where}/{item.name}[2]", item.path, {"name": item.name}, False))
        return
    if not item.is_repeat:
        inner = node.add(Node(item.name, "", item))
        _lay(made, inner, given[0] if given else Element(item.name), item.children)
        return
    if len(given) > MOST_REPEATS:
        facts = {"count": len(given), "most": MOST_REPEATS}
        _tell(made, Problem("too_many", f"{node.where}/{item.name}", item.path, facts))
    for one in given[:MOST_REPEATS]:
        inner = node.add(Node(item.name, "", item))
        _lay(made, inner, one, item.children)


def _said(element: Element) -> bool:
    return any((one.text or "").strip() for one in element.iter())


def _tell(made: Instance, problem: Problem) -> None:
    if len(made.problems) < MOST_PROBLEMS:
        made.problems.append(problem)


def _empty(node: Node, items: Sequence[Item], repeats: Mapping[str, int]) -> None:
    for item in items:
        times = repeats.get(item.path, 0) if isinstance(item, Group) and item.is_repeat else 1
        for _ in range(times):
            inner = node.add(Node(item.name, item.default if isinstance(item, Question) else "", item))
            if isinstance(item, Group):
                _empty(inner, item.children, repeats)


def _write(element: etree._Element, node: Node) -> None:
    for child in node.children:
        inner = etree.SubElement(element, child.name)
        if child.children:
            _write(inner, child)
        elif child.text and child.is_relevant:
            inner.text = child.text


def lists(form: Form, files: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, Node]:
    """The lists that expressions may ask by name: the form's own, and rows of files by the file's name."""
    found = {name: _list([{**one.more, "name": one.name} for one in listed]) for name, listed in form.lists.items()}
    for name, rows in files.items():
        found[name.rpartition(".")[0] or name] = _list(rows)
    return found


def _list(rows: Sequence[Mapping[str, str]]) -> Node:
    top = Node("")
    root = top.add(Node("root"))
    for row in rows:
        item = root.add(Node("item"))
        for name, text in row.items():
            item.add(Node(name, text))
    return top


def addresses(instance: Instance) -> Iterator[tuple[str, Node]]:
    """Every question with its address."""
    for node in instance.root.walk():
        if isinstance(node.item, Question):
            yield node.where, node
