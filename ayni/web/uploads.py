"""The field through which every file comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ayni.commons.uploads import kinds as known
from ayni.commons.uploads import receiving
from ayni.commons.uploads.errors import NotTaken


class UploadField(forms.FileField):
    """One file of the kinds named; its cleaned value is its content."""

    def __init__(self, *, kinds: Sequence[known.Kind], largest: int, **more: Any) -> None:
        self.kinds, self.largest = kinds, largest
        super().__init__(**more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return file
        try:
            return receiving.content(file, kinds=self.kinds, largest=self.largest)
        except NotTaken as refused:
            raise forms.ValidationError(str(refused)) from refused
