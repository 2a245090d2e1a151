"""A refusal becomes an error on the form; a missing permission does not."""

import pytest
from django import forms
from django.http import Http404

from ayni.commons.access.errors import NotPermitted, SameOfficer
from ayni.web.attempts import attempt, found


class Form(forms.Form):
    pass


def _form() -> Form:
    form = Form({})
    assert form.is_valid()
    return form


def test_what_the_action_returned_is_kept() -> None:
    form = _form()
    assert attempt(form, lambda a, *, b: a + b, 1, b=2)
    assert form.result == 3  # type: ignore[attr-defined]


def test_a_refusal_is_told_on_the_form() -> None:
    def refuse() -> None:
        raise SameOfficer("Bo", "prepared", "approves")

    form = _form()
    assert not attempt(form, refuse)
    assert "Bo has prepared this" in form.non_field_errors()[0]


def test_a_missing_permission_goes_on_to_its_page() -> None:
    def refuse() -> None:
        raise NotPermitted("benefits.approve", "Bo")

    with pytest.raises(NotPermitted):
        attempt(_form(), refuse)


def test_a_mistake_in_the_code_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        attempt(_form(), lambda: 1 / 0)


def test_nothing_found_is_a_page_that_says_so() -> None:
    assert found(0) == 0
    with pytest.raises(Http404):
        found(None)
