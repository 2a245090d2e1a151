"""What is asked on the pages of assessments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.web.people.forms import PurposeForm as PurposeForm

MOST_GROUPS = 6


class GroupForm(forms.Form):
    """By what figures are told apart: the address bar is the state."""

    by = forms.ChoiceField(label=_("Tell apart by"))

    def __init__(self, data: Any, *, groups: Mapping[str, str], none: str = "") -> None:
        super().__init__(data if data.get("by") else None)
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*([("", none)] if none else []), *groups.items()]
        self.first = "" if none else next(iter(groups), "")

    def chosen(self) -> str:
        """The group asked for; the first when none is, or one that is not known."""
        return self.cleaned_data["by"] if self.is_valid() else self.first


class RunForm(forms.Form):
    """On what an instrument is applied, and by what its figures are told apart."""

    snapshot = forms.ChoiceField(
        label=_("On which data"), help_text=_("A snapshot of the registry, or of the survey that was loaded.")
    )
    groups = forms.MultipleChoiceField(
        label=_("Tell these groups apart"),
        help_text=_("Up to six. A group with fewer than 25 interviews is hidden when it is shown."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, snapshots: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, choices in (("snapshot", snapshots), ("groups", groups)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)

    def clean_groups(self) -> list[str]:
        chosen = list(self.cleaned_data["groups"])
        if len(chosen) > MOST_GROUPS:
            raise forms.ValidationError(_("Choose at most six; the others can be told apart in another run."))
        return chosen


class BeginForm(forms.Form):
    """What a new instrument begins with, and what it is called."""

    start = forms.ChoiceField(
        label=_("Begin with"),
        help_text=_("Each is a whole example of its method. You change it before anybody uses it."),
        error_messages={"required": _("Choose what to begin with")},
    )
    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small letters, digits and “-”, such as child-needs. It does not change later."),
        max_length=40,
        error_messages={"required": _("Give it a code")},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, starts: Sequence[tuple[str, Any]]) -> None:
        super().__init__(data)
        field = self.fields["start"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *starts]


class ReasonForm(forms.Form):
    """Why a step is taken: read by whoever wrote it."""

    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, data: Any = None, *, is_needed: bool = False, is_asked: bool = True) -> None:
        super().__init__(data)
        if not is_asked:
            del self.fields["reason"]
            return
        self.fields["reason"].required = is_needed
        self.fields["reason"].error_messages["required"] = _("Say why, in a few words")


class AnswerForm(forms.Form):
    """What answers which need."""

    need = forms.ChoiceField(label=_("Need"), error_messages={"required": _("Choose the need")})
    answer = forms.ChoiceField(
        label=_("What answers it"),
        help_text=_("A programme, a service, or a kind of place."),
        error_messages={"required": _("Choose what answers it")},
    )

    def __init__(self, data: Any, *, needs: Sequence[tuple[str, str]], answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, choices in (("need", needs), ("answer", answers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", ""), *choices]
