"""Parts of a whole, as one bar."""

from types import SimpleNamespace

from ayni.web import shares


def test_parts_stand_one_after_another_and_fill_the_whole():
    share = shares.of([("Met", 3, "good"), ("Not met", 0, "harm"), ("Not known", 1, "warn")])
    assert [(part.start, part.width) for part in share.parts] == [(0, 750), (750, 0), (750, 250)]
    assert (share.total, share.told) == (4, "Met: 3, Not met: 0, Not known: 1")


def test_nobody_is_no_bar():
    share = shares.of_criterion(SimpleNamespace(met=0, not_met=0, unknown=0))
    assert share.total == 0
    assert {part.width for part in share.parts} == {0}
