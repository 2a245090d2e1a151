"""One way to write a rule: what differs between two writings of it is then what differs in meaning.

Operators stand between spaces, commas before one; texts are in double quotation marks; brackets are those the
order of operators asks for (and around a comparison inside a comparison, which nobody reads right without). A
rule too long for a line is broken before `&&` and `||`, then inside brackets, then before other operators.
Comments stay: above what they are about, or behind it.
"""

import re
from collections.abc import Iterator

import yaml

from ayni.engines.rules import definition, errors, layout, passages

WIDTH = 100
HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\n]*)?")
BEHIND = re.compile(r"[ \t]*(#[^\n]*)?$", re.MULTILINE)


def format(text: str, *, width: int = WIDTH) -> str:
    """The rule in its one form, in lines of at most `width` characters where its words allow it.

    Raises RuleRefused for what is no expression. Formatting what is formatted changes nothing.
    """
    return "\n".join(layout.lines(text, width))


def format_definition(text: str, *, where: str = "") -> str:
    """A programme's file with its rules in their one form, and everything else exactly as it was.

    Raises DefinitionRefused for a file that is no definition, and for a rule in it that is no expression.
    """
    definition.load(text, where=where)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    written, end = [], len(text)
    for key, node, flowing in sorted(_rules(root), key=lambda found: -found[1].start_mark.index):
        start = node.start_mark.index
        if text[start] in "&!*" or start >= end:
            continue
        try:
            stop, said = _rewritten(text, key, node, flowing)
        except errors.RuleRefused as refused:
            line, column = passages.of(node, text).place(refused.offset)
            message = f"{refused.message} {refused.hint}".strip()
            raise errors.DefinitionRefused(message, where=where, line=line, column=column) from None
        written += [text[stop:end], said]
        end = start
    return text[:end] + "".join(reversed(written))


def _rules(root: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.ScalarNode, bool]]:
    """The key and the value of every rule in a file, and whether it stands in brackets of YAML's."""
    for part, value in _pairs(root):
        flowing = _flows(root) or _flows(value)
        if part.value == "criteria":
            for criterion in value.value:
                yield from _of(criterion, "rule", flowing)
        elif part.value == "benefit":
            yield from _of(value, "amount", flowing)


def _of(node: yaml.Node, name: str, flowing: bool) -> Iterator[tuple[yaml.Node, yaml.ScalarNode, bool]]:
    for key, value in _pairs(node):
        if key.value == name and isinstance(value, yaml.ScalarNode):
            yield key, value, flowing or _flows(node)


def _flows(node: yaml.Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def _pairs(node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    return pairs


def _rewritten(text: str, key: yaml.Node, node: yaml.ScalarNode, flowing: bool) -> tuple[int, str]:
    """Where the rule's old writing ends, and the new one with the file's comment that stood behind it."""
    start, end = node.start_mark.index, node.end_mark.index
    indent = key.start_mark.column + 2
    comment = ""
    if node.style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
        header = HEADER.match(text, start)
        comment = (header[1] or "") if header else ""
    elif not flowing and (rest := BEHIND.match(text, end)):
        comment, end = rest[1] or "", rest.end()
    one = format(node.value, width=WIDTH - key.end_mark.column - 2)
    if flowing:
        return end, _scalar(_unbroken(node.value, one), flowing=True)
    if "\n" not in one:
        return end, f"{_scalar(one)}  {comment}".rstrip() if comment else _scalar(one)
    lines = format(node.value, width=WIDTH - indent).splitlines()
    block = "\n".join(" " * indent + line for line in lines)
    return end, f"|- {comment}".rstrip() + f"\n{block}"


def _unbroken(text: str, formatted: str) -> str:
    """In brackets of YAML's a rule has one line, unless its comments need several."""
    return formatted if "//" in formatted and "\n" in formatted else format(text, width=len(text) * 2)


def _scalar(rule: str, *, flowing: bool = False) -> str:
    """A rule as YAML's value: bare when that reads back the same, else in quotation marks."""
    frame = "{{k: {}}}" if flowing else "k: {}"
    quoted = "'" + rule.replace("'", "''") + "'"
    for written in (rule, quoted):
        try:
            if "\n" not in rule and yaml.load(frame.format(written), Loader=yaml.BaseLoader) == {"k": rule}:  # noqa: S506
                return written
        except yaml.YAMLError:
            continue
    return yaml.dump(rule, default_style='"', width=10_000, allow_unicode=True).strip()
