from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.registry import queries as registry


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name, phone or number"),
        help_text=_("Part of a name is enough. A number looks like H00000012 or P00000012."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def text(self) -> str:
        """What to look for; nothing when it cannot be read."""
        return self.cleaned_data["q"].strip() if self.is_valid() else ""


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What do you need them for?"),
        help_text=_("It is recorded with your name. The person can be shown who opened these answers, and why."),
        choices=lambda: [("", ""), *registry.PURPOSES.items()],
        error_messages={"required": _("Choose what you need them for.")},
    )
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("Such as the number of a complaint. Write nothing of the answers themselves."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
