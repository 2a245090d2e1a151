"""Random rules of the right types, as their authors would write them."""

from functools import cache

from hypothesis import strategies as st

from tests.generative.rules import subjects

NUMBERS = st.sampled_from(["0", "1", "2", "3.5", "0.25", "18", "100"])
ORDERS = st.sampled_from(["<", "<=", ">", ">="])
EQUALS = st.sampled_from(["==", "!="])
DATES = st.sampled_from(["on", 'date("2000-02-29")', 'date("2024-02-29")', "household.visited"])


def conditions(unit: str) -> st.SearchStrategy[str]:
    return _conditions(unit, "", 2)


def amounts(unit: str) -> st.SearchStrategy[str]:
    return _numbers(unit, "", 2)


def _people(unit: str, member: str) -> list[str]:
    """Whom a rule may name here: the loop's member and the head, or the person and the head."""
    if member:
        return [member, "head"]
    return ["head", "person"] if unit == "person" else ["head"]


def _whose(unit: str, member: str) -> st.SearchStrategy[str]:
    return st.sampled_from(_people(unit, member))


def _loops(member: str) -> bool:
    """May a loop stand here? One may stand in one other."""
    return member != "k"


def _age(unit: str, member: str) -> st.SearchStrategy[str]:
    return st.builds("{}({}, {})".format, st.sampled_from(["age", "age", "months"]), _whose(unit, member), DATES)


@cache
def _numbers(unit: str, member: str, depth: int) -> st.SearchStrategy[str]:
    whose = _whose(unit, member)
    simple = [
        NUMBERS,
        st.sampled_from(["household.rooms", "household.income", 'score("pmt")', "size(members)"]),
        st.builds("{}.wage".format, whose),
        _age(unit, member),
    ]
    if depth == 0:
        return st.one_of(simple)
    inner = _numbers(unit, member, depth - 1)
    deeper = [
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("({} ? {} : {})".format, _conditions(unit, member, depth - 1), inner, inner),
        st.builds("-{}".format, st.sampled_from(["household.rooms", "(1 + household.income)"])),
    ]
    if _loops(member):
        name = "k" if member else "m"
        value, where = _numbers(unit, name, depth - 1), _conditions(unit, name, depth - 1)
        kept = st.builds(".filter({0}, {1})".format, st.just(name), where) | st.just("")
        gather = st.sampled_from(["sum", "min", "max", "avg"])
        deeper += [
            st.builds("members{}.{}({}, {})".format, kept, gather, st.just(name), value),
            st.builds("members{}.count({}, {})".format, kept, st.just(name), where),
            st.builds("size(members{})".format, kept),
            st.builds("{}(members{}.map({}, {}))".format, gather, kept, st.just(name), value),
        ]
    return st.one_of(*simple, *deeper)


@cache
def _conditions(unit: str, member: str, depth: int) -> st.SearchStrategy[str]:
    whose = _whose(unit, member)
    simple = [
        st.just("household.electric"),
        st.builds("{}.disability".format, whose),
        st.builds("household.floor {} '{}'".format, EQUALS, st.sampled_from(subjects.CODES)),
        st.builds("household.floor in ['{}', 'tiles']".format, st.sampled_from(subjects.CODES)),
        st.builds("{}.sex == 'female'".format, whose),
        st.builds("{}.relationship != 'head'".format, whose),
        st.builds("{}.school in ['a', head.school]".format, whose),
        st.builds("{}.joined {} {}".format, whose, ORDERS | EQUALS, DATES),
        st.builds(
            "{} {} {}".format, _age(unit, member), ORDERS | EQUALS, st.sampled_from(["5", "18", "17.5", "65", "220"])
        ),
        st.builds("{} {} {}".format, st.sampled_from(["5", "60"]), ORDERS, _age(unit, member)),
        st.builds("{} in [4, 5, 40]".format, _age(unit, member)),
    ]
    if depth == 0:
        return st.one_of(simple)
    inner, number = _conditions(unit, member, depth - 1), _numbers(unit, member, depth - 1)
    deeper = [
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
        st.builds("({}) == ({})".format, inner, inner),
        st.builds("{} {} {}".format, number, ORDERS | EQUALS, number),
    ]
    if _loops(member):
        name = "k" if member else "m"
        where = _conditions(unit, name, depth - 1)
        kept = st.builds(".filter({0}, {1})".format, st.just(name), where) | st.just("")
        asks = st.sampled_from(["exists", "all", "exists_one"])
        deeper += [st.builds("members{}.{}({}, {})".format, kept, asks, st.just(name), where)] * 3
    return st.one_of(*simple, *deeper)
