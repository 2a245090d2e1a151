"""Made-up content for the gallery; nobody in it exists."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.web import charts, figures, maps, shares, statuses
from ayni.web.paging import Paging
from ayni.web.programmes import comparing


class SampleForm(forms.Form):
    name = forms.CharField(
        label="Name", help_text="As it is written on the card", error_messages={"required": "Enter a name"}
    )
    area = forms.ChoiceField(label="Area", choices=[("01", "North"), ("02", "South")], required=False)
    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Give a reason"}
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 2}))


def everything() -> dict[str, Any]:
    wrong = SampleForm({"name": "", "area": "01"}, prefix="wrong")
    wrong.is_valid()
    return {
        "form": SampleForm(prefix="empty"),
        "wrong_form": wrong,
        "reason_form": ReasonForm(prefix="confirm"),
        "states": list(statuses.STATUSES),
        "tones": ["info", "good", "warn", "harm"],
        "paging": Paging(2, 50, "", 1204),
        "people": _people(),
        "criteria": _criteria(),
        "decisions": _decisions(),
        "works": _works(),
        "events": _events(),
        "share": shares.of([("Met", 3104, "good"), ("Not met", 1204, "harm"), ("Not known", 77, "warn")]),
        "change": comparing.change(SimpleNamespace(text="rule: rooms < 3"), "rule: rooms < 2"),
        "steps": _steps(),
        "standing": _standing(),
        "amounts": [Decimal("1204"), Decimal("1204.50"), None],
        "today": date(2026, 3, 4),
        "now": datetime(2026, 3, 4, 14, 5, tzinfo=UTC),
        "bar_chart": _bars(),
        "line_chart": _line(),
        "map_chart": _map(),
    }


def _people() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(name="Amara Diallo", name_latin="", code="P00000001"),
        SimpleNamespace(name="فاطمة الزهراء", name_latin="Fatima Az-Zahra", code="P00000002"),
        SimpleNamespace(name="Néné Camara", name_latin="", code="P00000003"),
    ]


def _criteria() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            says={"en": "A child under five lives in the household"}, met=True, used=[("Ages", "3, 31, 34")]
        ),
        SimpleNamespace(says={"en": "The score is below 1,210"}, met=False, used=[("Score", "1,340.2")]),
        SimpleNamespace(says={"en": "Somebody has a disability"}, met=None, used=[]),
    ]


def _decisions() -> list[SimpleNamespace]:
    shared = {"criteria": _criteria(), "decided_on": date(2026, 3, 1), "version": 2, "appeal_until": date(2026, 4, 1)}
    return [
        SimpleNamespace(
            programme="Child grant",
            person=None,
            result="eligible",
            sentence="This household may receive the child grant.",
            amount=Decimal("2000"),
            missing=[],
            **shared,
        ),
        SimpleNamespace(
            programme="Poverty transfer",
            person=None,
            result="ineligible",
            sentence="This household may not receive the poverty transfer: its score is above the limit.",
            amount=None,
            missing=[],
            **shared,
        ),
        SimpleNamespace(
            programme="Disability allowance",
            person="Amara Diallo",
            result="needs_information",
            sentence="We cannot say yet: an answer is missing.",
            amount=None,
            missing=["Difficulty walking"],
            **shared,
        ),
    ]


def _works() -> list[SimpleNamespace]:
    def work(pk: int, status: str, done: int, total: int, message: str = "") -> SimpleNamespace:
        return SimpleNamespace(
            pk=pk,
            key=f"snapshot/2026-03-0{pk}",
            status=status,
            done=done,
            total=total,
            message=message,
            percent=done * 100 // total if total else None,
            is_over=True,
        )

    return [
        work(1, "done", 8000, 8000),
        work(2, "failed", 10, 8000, "The disk is full. Free some space and start this again."),
    ]


def _steps() -> list[SimpleNamespace]:
    at = datetime(2026, 3, 4, 14, 5, tzinfo=UTC)
    return [
        SimpleNamespace(label="Computed", state="done", who="Amara Diallo", at=at),
        SimpleNamespace(label="Approved", state="now", who="", at=None),
        SimpleNamespace(label="Sent to the provider", state="later", who="", at=None),
    ]


def _standing() -> list[SimpleNamespace]:
    def work(status: str, done: int, total: int, message: str = "") -> SimpleNamespace:
        over = status in ("done", "failed")
        return SimpleNamespace(status=status, done=done, total=total, message=message, percent=39, is_over=over)

    return [work("waiting", 0, 0), work("running", 470, 1204), work("failed", 470, 1204, "The provider is silent.")]


def _events() -> list[SimpleNamespace]:
    days = [
        (date(2026, 3, 4), "The payment of March was received", "LCU 2,000"),
        (date(2026, 1, 12), "The household was registered", ""),
    ]
    return [SimpleNamespace(at=day, shown=figures.day(day), says=says, detail=detail) for day, says, detail in days]


def _bars() -> charts.Chart:
    points = [
        charts.Point("North", 0.42, 0.38, 0.46),
        charts.Point("South", 0.31, 0.27, 0.35),
        charts.Point("Islands", 0.18, 0.11, 0.25),
    ]
    rows = tuple(
        (
            p.label,
            figures.percent(p.value or 0, 1),
            f"{figures.percent(p.low or 0, 1)} – {figures.percent(p.high or 0, 1)}",
        )
        for p in points
    )
    return charts.Chart(
        "gallery-bars",
        "Poor people by region",
        "North has the highest share of poor people: 42 %.",
        charts.bars(points, is_share=True),
        ("Region", "Share", "Interval (95 %)"),
        rows,
        source="Survey of 2026, n = 8,000 households",
    )


def _line() -> charts.Chart:
    points = [
        charts.Point(str(year), value)
        for year, value in ((2022, 1200.0), (2023, 2400.0), (2024, 3100.0), (2025, 5200.0))
    ]
    rows = tuple((p.label, figures.number(p.value or 0)) for p in points)
    return charts.Chart(
        "gallery-line",
        "Households enrolled",
        "Enrolment has grown each year, to 5,200 in 2025.",
        charts.line(points),
        ("Year", "Households"),
        rows,
    )


def _map() -> charts.Chart:
    squares = [
        maps.AreaFigure(f"Area {n + 1}", _square(n % 3, n // 3), value)
        for n, value in enumerate((0.1, 0.2, 0.25, 0.4, 0.55, None))
    ]
    rows = tuple((a.name, _("Hidden") if a.value is None else figures.percent(a.value)) for a in squares)
    return charts.Chart(
        "gallery-map",
        "Poor people by area",
        "Area 5 has the highest share: 55 %.",
        maps.areas(squares, figures.percent),
        ("Area", "Share"),
        rows,
        classes=maps.legend(squares, figures.percent),
    )


def _square(x: int, y: int) -> dict[str, Any]:
    """A square of one degree. Rings run clockwise, as the drawing library asks of the outer ring."""
    ring = [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}
