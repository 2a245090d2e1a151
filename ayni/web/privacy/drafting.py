"""What is asked when a purpose, a schedule or an agreement is prepared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.commons import holdings
from ayni.privacy import queries
from ayni.privacy.actions import NewAgreement, NewPurpose
from ayni.web.privacy.forms import DAY, YES_NO, ReasonForm, day_input

CODE = r"^[a-z0-9-]+$"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
BASES = (
    ("consent", _("The person agrees")),
    ("contract", _("A contract with the person")),
    ("law", _("A law requires it")),
    ("vital_interest", _("Somebody's life or health")),
    ("public_task", _("A task in the public interest")),
    ("legitimate_interest", _("A legitimate interest")),
)


def code() -> forms.RegexField:
    return forms.RegexField(
        CODE,
        label=_("Code"),
        help_text=_("Small letters, digits and hyphens. The code of a known purpose makes its next version."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the code"), "invalid": _("Use small letters, digits and hyphens")},
    )


def lines(label: Any, help_text: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Name at least one")},
    )


def listed(text: str) -> tuple[str, ...]:
    """The names in a text, one on each line."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def since() -> forms.DateField:
    return forms.DateField(label=_("Holds from"), widget=day_input(), initial=timezone.localdate, error_messages=DAY)


class PurposeForm(ReasonForm):
    code = code()
    basis = forms.ChoiceField(label=_("Legal basis"), choices=BASES)
    law = forms.CharField(
        label=_("Law or decree"), help_text=_("With its article; may be empty."), max_length=200, required=False
    )
    variables = lines(_("Answers that it needs"), _("One on each line, as the record of processing names them."))
    tables = lines(_("Tables that it needs"), _("One on each line, as the record of processing names them."))
    keep_months = forms.IntegerField(
        label=_("Months that the data are kept"),
        help_text=_("After they are no longer used; empty when no time is set."),
        min_value=1,
        max_value=1_200,
        required=False,
    )
    since = since()
    asks_again = forms.ChoiceField(
        label=_("Must people be asked again?"),
        help_text=_("Yes, when the text says anything new: what they agreed to before holds no longer."),
        choices=tuple(reversed(YES_NO)),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for language, name in settings.LANGUAGES:
            direction = "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
            spoken = {"lang": language, "dir": direction}
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": name},
                max_length=120,
                required=language == "en",
                widget=forms.TextInput(attrs=spoken),
                error_messages={"required": _("Give the name")},
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("What is read to people in %(language)s") % {"language": name},
                max_length=4_000,
                required=False,
                widget=forms.Textarea(attrs={**spoken, "rows": 4}),
            )
        texts = [f"{part}_{one}" for one in LANGUAGES for part in ("name", "text")]
        self.order_fields(["code", *texts, "basis", "law", "variables", "tables"])

    @property
    def purpose(self) -> NewPurpose:
        given = self.cleaned_data
        return NewPurpose(
            code=given["code"],
            names={one: given[f"name_{one}"] for one in LANGUAGES if given[f"name_{one}"]},
            texts={one: given[f"text_{one}"] for one in LANGUAGES if given[f"text_{one}"]},
            basis=given["basis"],
            law=given["law"],
            variables=listed(given["variables"]),
            tables=listed(given["tables"]),
            keep_months=given["keep_months"],
            since=given["since"],
            asks_again=given["asks_again"] == "yes",
        )


class ScheduleForm(ReasonForm):
    purpose = forms.ChoiceField(label=_("Purpose"))
    occasion = forms.ChoiceField(label=_("Counted from"))
    months = forms.IntegerField(
        label=_("Months that the data are kept after it"),
        min_value=1,
        max_value=1_200,
        error_messages={"required": _("Give the number of months")},
    )
    tables = lines(
        _("Only in these tables"),
        _("One on each line. Leave it empty and people become anonymous everywhere."),
    )
    field_order = ("purpose", "occasion", "months", "tables", "reason")

    def __init__(self, data: Any, *, purposes: Any) -> None:
        super().__init__(data)
        self.purposes = {str(one.pk): one for one in purposes}
        self.fields["purpose"].choices = [(key, one.name) for key, one in self.purposes.items()]
        self.fields["occasion"].choices = [(one.code, one.label) for one in holdings.declared().occasions.values()]

    @property
    def given(self) -> dict[str, Any]:
        asked = {name: self.cleaned_data[name] for name in ("occasion", "months", "reason")}
        return {**asked, "tables": listed(self.cleaned_data["tables"])}


class AgreementForm(ReasonForm):
    code = code()
    partner = forms.ChoiceField(label=_("Partner"))
    purpose = forms.ChoiceField(label=_("Purpose"))
    law = forms.CharField(
        label=_("Law or decree"), max_length=200, error_messages={"required": _("Name the law or the agreement")}
    )
    starts_on = since()
    ends_on = forms.DateField(label=_("First day on which it no longer holds"), widget=day_input(), error_messages=DAY)
    shared = lines(
        _("What may leave"),
        _("One on each line: an answer, or a table and one of its columns with a dot between."),
        required=True,
    )
    areas = lines(_("Only these areas"), _("Their codes, one on each line; empty for all."))
    programmes = lines(_("Only these programmes"), _("Their codes, one on each line; empty for all."))
    field_order = (
        "code",
        "partner",
        "purpose",
        "law",
        "starts_on",
        "ends_on",
        "shared",
        "areas",
        "programmes",
        "reason",
    )

    def __init__(self, data: Any, *, purposes: Any) -> None:
        super().__init__(data)
        self.fields["code"].help_text = _("Small letters, digits and hyphens.")
        self.partners = {str(one.pk): one for one in queries.partners()}
        self.purposes = {str(one.pk): one for one in purposes}
        self.fields["partner"].choices = [(key, str(one)) for key, one in self.partners.items()]
        self.fields["purpose"].choices = [(key, one.name) for key, one in self.purposes.items()]

    @property
    def agreement(self) -> NewAgreement:
        given = self.cleaned_data
        return NewAgreement(
            code=given["code"],
            partner=self.partners[given["partner"]],
            purpose=self.purposes[given["purpose"]],
            law=given["law"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            fields=listed(given["shared"]),
            areas=listed(given["areas"]),
            programmes=listed(given["programmes"]),
        )
