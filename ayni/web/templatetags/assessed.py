"""What methods of assessment are called, in the reader's language."""

import re

from django import template
from django.utils import translation

from ayni.engines.briefs import speaking

register = template.Library()


@register.filter
def method_title(method: str) -> str:
    """A method's title: `mpi` is “Multidimensional poverty”."""
    says = speaking.Speaker(translation.get_language() or "en")
    return says.of(speaking.about_method(method).get("title"), speaking.pretty(method))


@register.filter
def slug_of_place(place: str) -> str:
    """A place in an instrument as part of its field's id, as `shaping.Field.id` makes it."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", place)
