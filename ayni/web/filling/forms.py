from django import forms
from django.utils.translation import gettext_lazy as _


class WhomForm(forms.Form):
    """A known household by its number in the table, or none for a new one."""

    household = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    begin = forms.CharField(widget=forms.HiddenInput)


class SendForm(forms.Form):
    send = forms.CharField(widget=forms.HiddenInput)


class DiscardForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it thrown away?"),
        help_text=_("Write nothing of the answers themselves."),
        max_length=300,
        error_messages={"required": _("Say why, in a few words.")},
    )
