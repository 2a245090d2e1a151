"""What is asked of areas: which ones, a new one, a correction, a code, a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.commons.directory import tables
from ayni.commons.directory.queries import finding
from ayni.commons.uploads import kinds
from ayni.engines.shapes import reading
from ayni.web import uploads
from ayni.web.places import asked

MOST_LEVELS = 8


class AreaFilter(forms.Form):
    """Which areas of the list: the address bar is the state."""

    text = forms.CharField(
        label=_("Name or code, also a former one"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    level = forms.ChoiceField(label=_("Level"), required=False)
    which = forms.ChoiceField(label=_("Which"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        named = {level.number: str(level) for level in finding.levels()}
        levels = [(number, named.get(number, number)) for number in finding.counts()]
        self.fields["level"].choices = [("", _("All")), *levels]  # type: ignore[attr-defined]
        self.fields["which"].choices = [("", _("There now")), ("ended", _("Ended"))]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        level = self.cleaned_data.get("level") or ""
        return {
            "text": (self.cleaned_data.get("text") or "").strip(),
            "level": int(level) if str(level).isdecimal() else None,
            "ended": self.cleaned_data.get("which") == "ended",
        }


class AreaForm(forms.Form):
    """A new area."""

    code = asked.CodeField(
        label=_("Code"),
        max_length=32,
        help_text=_("It never changes, and is never given to another area."),
        error_messages={"required": _("Give the code")},
    )
    parent = asked.AreaField(
        label=_("Code of the area it lies in"), required=False, help_text=_("Empty for one at the top.")
    )
    since = asked.day(_("There since"), help_text=_("Empty when it has been there from of old."))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        asked.name_fields(self)

    @property
    def answers(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("code", "parent", "since")}
        return {**given, "names": asked.names(self.cleaned_data)}


class CorrectionForm(forms.Form):
    """What an area is called, put right."""

    aliases = forms.CharField(
        label=_("Other names in use"),
        help_text=_("One on each line. They are found by the search."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, area: Any) -> None:
        self.area = area
        super().__init__(data, initial={**asked.spelt(area.names), "aliases": "\n".join(area.aliases)})
        asked.name_fields(self)
        self.order_fields([*(f"name_{code}" for code, _language in settings.LANGUAGES), "aliases"])

    @property
    def answers(self) -> dict[str, Any]:
        names = asked.names(self.cleaned_data, self.area.names)
        return {"names": names, "aliases": self.cleaned_data["aliases"].splitlines()}


class CodeForm(forms.Form):
    """A code that others have for an area."""

    system = asked.CodeField(
        label=_("Whose code"),
        max_length=40,
        help_text=_("A short word, the same for all areas: pcode, statistics, post."),
        initial="pcode",
    )
    code = asked.CodeField(label=_("Code"), error_messages={"required": _("Give the code")})
    since = asked.day(_("Since"))


class EndForm(forms.Form):
    until = asked.day(_("Ends on"), required=True, initial=timezone.localdate)


class LevelsForm(forms.Form):
    """What each level is called, in each language."""

    def __init__(self, data: Any = None) -> None:
        named = {level.number: level.names for level in finding.levels()}
        super().__init__(data)
        most = min(max([*finding.counts(), *named, 2]) + 1, MOST_LEVELS)
        for number in range(1, most + 1):
            for code, language in settings.LANGUAGES:
                self.fields[f"level_{number}_{code}"] = forms.CharField(
                    label=_("Level %(number)s in %(language)s") % {"number": number, "language": language},
                    required=False,
                    max_length=60,
                    initial=named.get(number, {}).get(code, ""),
                    widget=forms.TextInput(
                        attrs={"lang": code, "dir": "rtl" if code in settings.LANGUAGES_BIDI else "ltr"}
                    ),
                )

    @property
    def names(self) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for name, text in self.cleaned_data.items():
            _word, number, code = name.split("_", 2)
            found.setdefault(int(number), {})[code] = text
        return found


class TableForm(forms.Form):
    """A table of areas or places as a file."""

    file = uploads.UploadField(
        kinds=(kinds.TEXT, kinds.WORKBOOK),
        largest=tables.LARGEST,
        label=_("File"),
        help_text=_("CSV in UTF-8, or .xlsx. The first row names the columns."),
        error_messages={"required": _("Choose a file")},
    )
    keep = forms.ChoiceField(
        label=_("What to do"),
        choices=(("", _("Only show what the file would do")), ("yes", _("Take what can be taken"))),
        required=False,
    )

    def clean_file(self) -> list[tables.Row]:
        rows: list[tables.Row] = asked.attempt_to(tables.read, self.cleaned_data["file"])
        return rows


class ShapesForm(forms.Form):
    """A file of shapes."""

    file = uploads.UploadField(
        kinds=(kinds.TEXT,),
        largest=reading.LARGEST,
        label=_("File"),
        help_text=_("GeoJSON in degrees (WGS 84), at most 25 MB, with the code of each area beside its shape."),
        error_messages={"required": _("Choose a file")},
    )


class MatchForm(forms.Form):
    """By which property the shapes of a file are put to areas."""

    property = forms.ChoiceField(label=_("What holds the code of the area"))
    source = forms.CharField(label=_("Who drew them"), max_length=120, required=False)
    since = asked.day(_("They hold from"), required=True, initial=timezone.localdate)

    def __init__(self, data: Any, *, properties: tuple[str, ...], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["property"].choices = [(name, name) for name in properties]  # type: ignore[attr-defined]


class DaysForm(forms.Form):
    """Two days whose areas are held against each other."""

    then = asked.day(_("The areas of this day"), required=True)
    now = asked.day(_("by the areas of this day"), required=True, initial=timezone.localdate)

    def clean(self) -> dict[str, Any]:
        super().clean()
        then, now = self.cleaned_data.get("then"), self.cleaned_data.get("now")
        if then and now and now < then:
            self.add_error("now", _("This day is before the other. Turn them about."))
        return self.cleaned_data
