"""What changes between two texts of rules."""

from types import SimpleNamespace

from ayni.web.programmes import comparing, passages


def changed(before, after):
    return comparing.change(SimpleNamespace(text=before), after)


def test_a_changed_line_goes_and_comes():
    change = changed("a\nb\nc", "a\nB\nc")
    assert [(line.sign, line.text) for line in change.lines] == [(" ", "a"), ("-", "b"), ("+", "B"), (" ", "c")]
    assert (change.added, change.removed) == (1, 1)


def test_far_away_changes_have_a_mark_between_them():
    lines = [str(number) for number in range(30)]
    change = changed("\n".join(lines), "\n".join(["first", *lines, "last"]))
    assert [line.text for line in change.lines if line.sign == "+"] == ["first", "last"]
    assert "…" in {line.sign for line in change.lines}


def test_the_same_text_has_no_lines_and_a_first_version_no_comparison():
    assert changed("a", "a").lines == ()
    assert comparing.change(None, "a") is None


def test_a_mistake_stands_beside_its_line():
    problem = SimpleNamespace(line=2, column=5, message="Unknown.", hint="Write rooms.")
    found = passages.wrong("a: 1\nb: roms", [problem])[0]
    assert (found.before, found.after) == ("b: r", "oms")
    assert found.told == "Line 2, column 5: Unknown. Write rooms."


def test_a_mistake_after_the_last_line_has_no_text():
    assert passages.wrong("a", [SimpleNamespace(line=9, column=1, message="Too short.")])[0].after == ""
