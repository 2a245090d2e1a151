"""What is asked of a merger, a division, a transfer and a new name; each gives a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.commons.directory.plans import Part, Plan
from ayni.commons.uploads import kinds
from ayni.engines.shapes import checking, reading
from ayni.web import uploads
from ayni.web.places import asked

LINES = forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"})
LANGUAGES = ("en", "fr", "ar")


class ChangeForm(asked.ReasonForm):
    """What every change asks: the day, the law, the reason."""

    on = asked.day(_("Takes effect on"), required=True, help_text=_("It can be approved on this day or later."))
    law = forms.CharField(label=_("Law or decree"), max_length=300, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, area: Any) -> None:
        self.area = area
        super().__init__(data, files, initial={"on": timezone.localdate(), **self.begins()})
        own = [name for name in self.fields if name not in ("on", "law", "reason")]
        self.order_fields([*own, "on", "law", "reason"])

    def begins(self) -> dict[str, Any]:
        return {}

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("on", "law", "reason")}


class MergerForm(ChangeForm):
    others = forms.CharField(
        label=_("Codes of the areas it is merged with"),
        help_text=_("One on each line. All are of the same level."),
        max_length=5_000,
        widget=LINES,
        error_messages={"required": _("Give the codes")},
    )
    code = asked.CodeField(
        label=_("Code of the area they become"),
        max_length=32,
        help_text=_("A new code with its name; or the code of the one that goes on, without a name."),
        error_messages={"required": _("Give the code")},
    )
    parent = asked.AreaField(
        label=_("Code of the area it will lie in"),
        required=False,
        help_text=_("Only for a new one, when they lie in different areas."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        asked.name_fields(self, label=_("New name in %(language)s"))
        self.order_fields(["others", "code", *(f"name_{code}" for code in LANGUAGES), "parent", "on", "law", "reason"])

    @property
    def plan(self) -> Plan:
        told = self.cleaned_data
        codes = (self.area.code, *(line.strip() for line in told["others"].splitlines() if line.strip()))
        into = Part(told["code"], asked.names(told))
        return Plan("merge", tuple(dict.fromkeys(codes)), (into,), parent=told["parent"])


class DivisionForm(ChangeForm):
    into = forms.CharField(
        label=_("The new areas"),
        help_text=_("One on each line: the code, then its name in English, French and Arabic, parted by |"),
        max_length=20_000,
        widget=LINES,
        error_messages={"required": _("Give the new areas")},
    )
    children = forms.CharField(
        label=_("Where each area within will lie"),
        help_text=_("One on each line: its code, =, the code of the new area."),
        max_length=100_000,
        required=False,
        widget=LINES,
    )
    shapes = uploads.UploadField(
        kinds=(kinds.TEXT,),
        largest=reading.LARGEST,
        label=_("Shapes of the new areas"),
        help_text=_("GeoJSON with their codes. Households with a point on the map are then assigned by it."),
        required=False,
    )
    rest = asked.CodeField(
        label=_("Households without a point go to"),
        max_length=32,
        required=False,
        help_text=_("The code of a new area. Left empty, they wait in a list until somebody assigns them."),
    )

    def begins(self) -> dict[str, Any]:
        within = [area.code for area in self.area.children.filter(until=None)]
        return {"children": "\n".join(f"{code} = " for code in within)}

    def clean_shapes(self) -> tuple[reading.Feature, ...]:
        content = self.cleaned_data.get("shapes")
        found: tuple[reading.Feature, ...] = asked.attempt_to(reading.features, content) if content else ()
        return found

    def clean(self) -> dict[str, Any]:
        super().clean()
        codes = [line[0] for line in asked.parts(self.cleaned_data.get("into", ""))]
        features = self.cleaned_data.get("shapes") or ()
        holds, _hits = reading.suggested(features, dict.fromkeys(codes))
        self.drawn: dict[str, Any] = {}
        for feature in features:
            code = feature.text(holds) if holds else ""
            if code in codes and (checked := checking.check(feature.geometry)).shape is not None:
                self.drawn[code] = checking.geojson(checked.shape)
        if features and (without := [code for code in codes if code not in self.drawn]):
            told = _("The file has no shape that can be taken for %(codes)s. Check it with “Shapes from a file”.")
            self.add_error("shapes", told % {"codes": ", ".join(without)})
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        told = self.cleaned_data
        into = tuple(
            Part(
                code,
                {language: text for language, text in zip(LANGUAGES, names, strict=False) if text},
                self.drawn.get(code),
            )
            for code, *names in asked.parts(told["into"])
        )
        pairs = (line.partition("=") for line in told["children"].splitlines() if line.strip())
        children = {child.strip(): part.strip() for child, _equals, part in pairs if part.strip()}
        return Plan("divide", (self.area.code,), into, children=children, rest=told["rest"])


class TransferForm(ChangeForm):
    parent = asked.AreaField(
        label=_("Code of the area it will lie in"), required=False, help_text=_("Empty for the top.")
    )

    @property
    def plan(self) -> Plan:
        return Plan("transfer", (self.area.code,), parent=self.cleaned_data["parent"])


class NameForm(ChangeForm):
    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        asked.name_fields(self, label=_("New name in %(language)s"))
        self.order_fields([*(f"name_{code}" for code in LANGUAGES), "on", "law", "reason"])

    def begins(self) -> dict[str, Any]:
        return asked.spelt(self.area.names)

    @property
    def plan(self) -> Plan:
        return Plan("rename", (self.area.code,), names=asked.names(self.cleaned_data, self.area.names))


FORMS: dict[str, type[ChangeForm]] = {
    "merge": MergerForm,
    "divide": DivisionForm,
    "transfer": TransferForm,
    "rename": NameForm,
}


class AssignForm(forms.Form):
    """Where households of a divided area live."""

    to = forms.ChoiceField(label=_("They live in"))
    homes = forms.CharField(
        label=_("Households"),
        help_text=_("Their codes, as H00000012, one on each line. Empty: all that are left."),
        required=False,
        max_length=50_000,
        widget=LINES,
    )

    def __init__(self, data: Any, *, parts: Any) -> None:
        super().__init__(data)
        self.fields["to"].choices = [(part.code, f"{part.name} ({part.code})") for part in parts]  # type: ignore[attr-defined]

    def clean_homes(self) -> list[int] | None:
        told = [code.strip().lstrip("Hh").lstrip("0") for code in self.cleaned_data["homes"].split()]
        if not all(code.isdecimal() and len(code) < 18 for code in told):
            raise forms.ValidationError(_("Write each as H00000012"))
        return [int(code) for code in told] or None
