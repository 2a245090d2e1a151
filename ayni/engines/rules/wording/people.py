"""Members described: "women aged 60 or over" out of two comparisons."""

from collections.abc import Sequence

from ayni.engines.rules import tree
from ayni.engines.rules.wording import normal
from ayni.engines.rules.wording.phrases import Noun

ADULT = 18
NOUNS: dict[str, tuple[Noun, Noun, Noun]] = {
    "female": ("female", "woman", "girl"),
    "male": ("male", "man", "boy"),
}


def parts(where: tree.Node) -> tuple[tree.Node, ...]:
    """The conditions that must hold together for a member to count."""
    if where == tree.TRUE:
        return ()
    return where.items if isinstance(where, tree.And) else (where,)


def noun(conditions: Sequence[tree.Node]) -> tuple[Noun, list[tree.Node]]:
    """What to call those who meet the conditions, and the conditions that the noun does not say."""
    sexes = [sex for condition in conditions if (sex := _sex(condition))]
    if len(sexes) != 1:
        return "person", list(conditions)
    whole, adult, child = NOUNS[sexes[0]]
    rest = [condition for condition in conditions if not _sex(condition)]
    if any(_is_adult(condition) for condition in rest):
        return adult, rest
    return (child if any(_is_child(condition) for condition in rest) else whole), rest


def _sex(condition: tree.Node) -> str:
    match condition:
        case tree.Comparison("==", tree.Variable("member", "sex"), tree.Literal(str(code))) if code in NOUNS:
            return code
    return ""


def _is_adult(condition: tree.Node) -> bool:
    match condition:
        case tree.Comparison(">=" | ">", tree.Age("member", tree.Day(), "years"), tree.Literal(float(least))):
            return least >= ADULT
        case normal.AgeRange(tree.Age("member", tree.Day(), "years"), least):
            return least >= ADULT
    return False


def _is_child(condition: tree.Node) -> bool:
    match condition:
        case tree.Comparison("<", tree.Age("member", tree.Day(), "years"), tree.Literal(float(most))):
            return most <= ADULT
        case normal.AgeRange(tree.Age("member", tree.Day(), "years"), _, most):
            return most <= ADULT
    return False
