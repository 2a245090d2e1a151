"""What to ask for: which missing answers keep a rule unknown, itself written as a rule.

`because(node, name)` is true where `node` is unknown and the answer called `name` is one of those that could
settle it; false otherwise. It is made of ordinary nodes, so the whole registry is asked in the same run. The
reader of one unit answers the same with the member's number. What no answer can settle (a division by zero, the
least of an empty list) asks for nothing.
"""

from ayni.engines.rules import tree

LABELS = {"household": "household", "area": "area", "person": "person", "head": "head", "member": "members"}
HEAD_UNKNOWN = "members.relationship"


def names(node: tree.Node) -> list[str]:
    """The answers a rule may have to ask for, as "household.floor" or "members.born", in order of the alphabet."""
    return sorted({name for part in tree.walk(node) for name in _own_names(part)})


def because(node: tree.Node, name: str) -> tree.Node:
    """A rule that is always true or false: is `node` unknown for want of the answer `name`?"""
    if name not in names(node):
        return tree.FALSE
    if names(node) == [name] and _is_settled_by_answers(node):
        return tree.Unknown(node)
    if tree.is_of_head(node) and len(names(node)) == 2 and _is_settled_by_answers(node):
        return _because_of_one(node, name)
    match node:
        case tree.Variable() | tree.Age() | tree.Dated() | tree.Applies() | tree.Enrolled() if node.subject == "head":
            return _because_of_head(node, name)
        case tree.Age():
            return _unless_known(node, _because_of_birth(node, name), because(node.day, name))
        case tree.Branch(test, yes, no):
            maybe_yes = tree.conjunction(tree.disjunction(tree.Unknown(test), test), because(yes, name))
            maybe_no = tree.conjunction(tree.disjunction(tree.Unknown(test), tree.Not(test)), because(no, name))
            return _unless_known(node, because(test, name), maybe_yes, maybe_no)
        case tree.Members(_, where, value):
            rows = because(where, name)
            if value is not None:
                rows = tree.disjunction(rows, tree.conjunction(tree.Surely(where), because(value, name)))
            return _unless_known(node, tree.Members("exists", rows))
    return _unless_known(node, *(because(child, name) for child in tree.children(node)))


def _unless_known(node: tree.Node, *reasons: tree.Node) -> tree.Node:
    return tree.Surely(tree.conjunction(tree.Unknown(node), tree.disjunction(*reasons)))


def _because_of_birth(node: tree.Age, name: str) -> tree.Node:
    """An age asks for the day of birth; when the other day is unknown, only if that of birth is unknown too."""
    if name not in _own_names(node):
        return tree.FALSE
    if not names(node.day):
        return tree.TRUE
    return tree.disjunction(tree.Not(tree.Unknown(node.day)), tree.Unknown(tree.Dated(node.subject, "born")))


def _because_of_one(node: tree.Node, name: str) -> tree.Node:
    """What is asked of the head and rests on one answer: there is no head, or the head's answer is missing."""
    has_head = tree.Surely(tree.HAS_HEAD)
    return tree.Not(has_head) if name == HEAD_UNKNOWN else tree.conjunction(tree.Unknown(node), has_head)


def _because_of_head(node: tree.Node, name: str) -> tree.Node:
    has_head = tree.Surely(tree.HAS_HEAD)
    if name == HEAD_UNKNOWN:
        return tree.Not(has_head)
    own = _because_of_birth(node, name) if isinstance(node, tree.Age) else tree.Literal(name in _own_names(node))
    day = because(node.day, name) if isinstance(node, tree.Age) else tree.FALSE
    return _unless_known(node, tree.conjunction(has_head, tree.disjunction(own, day)))


def _own_names(node: tree.Node) -> list[str]:
    """The answers a node itself reads."""
    found = []
    match node:
        case tree.Variable(subject, name) | tree.Dated(subject, name):
            found = [f"{LABELS[subject]}.{name}"]
        case tree.Age(subject):
            found = [f"{LABELS[subject]}.born"]
        case tree.Score(code):
            found = [f"score.{code}"]
        case tree.Enrolled(subject, code):
            found = [f"{LABELS[subject]}.enrolled.{code}"]
        case tree.Received(code):
            found = [f"received.{code}"]
        case tree.Within():
            found = ["household.area"]
    return [*found, HEAD_UNKNOWN] if getattr(node, "subject", "") == "head" else found


def _is_settled_by_answers(node: tree.Node) -> bool:
    """Is every unknown of this node the fault of some answer, and never of the arithmetic or the calendar?"""
    return not any(
        isinstance(part, tree.Shift)
        or (isinstance(part, tree.Arithmetic) and part.sign == "/")
        or (isinstance(part, tree.Members) and part.value is not None)
        for part in tree.walk(node)
    )
