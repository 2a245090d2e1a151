from django import forms
from django.utils.translation import gettext_lazy as _


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
