"""Forms whose effect is shown before it is done: sent a second time unchanged, they are confirmed."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms


class ConsideredForm(forms.Form):
    """The first sending shows what would happen, the second does it; whoever changes an answer is shown again."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def is_confirmed(self) -> bool:
        """Whether the answers are valid and their effect was on the page they were sent from."""
        if not self.is_valid():
            return False
        is_seen = self.cleaned_data["seen"] == self._fingerprint()
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self._fingerprint()
        return is_seen

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, without the mark of having seen the effect."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def is_shown(self) -> bool:
        """Whether the page that is being written shows the effect."""
        return self.is_bound and not self.errors

    def _fingerprint(self) -> str:
        return hashlib.sha256(repr(sorted(self.answers.items(), key=lambda one: one[0])).encode()).hexdigest()[:16]
