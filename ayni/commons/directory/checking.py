"""Whether the tree of areas and their shapes are sound: each thing that is not, with what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ayni.commons.directory import models
from ayni.engines.shapes import placing

OUTSIDE = 0.05  # of an area, beyond the one it lies in


def check() -> Iterator[str]:
    """What to mend, in order of the tree: areas without a name or a shape, outside their parent, over a neighbour."""
    areas = {area.pk: area for area in models.Area.objects.standing().defer("shape").order_by("path")}
    shapes = {
        row.area_id: placing.read(row.geometry)
        for row in models.AreaShape.objects.filter(until=None).iterator(chunk_size=500)
        if row.area_id in areas
    }
    beside: dict[int | None, dict[str, int]] = defaultdict(dict)
    for pk, area in areas.items():
        beside[area.parent_id][area.code] = pk
        if not any(area.names.values()):
            yield _("%(code)s has no name. Give it one on its page.") % {"code": area.code}
        if area.parent_id and area.parent_id not in areas:
            yield _("%(code)s lies in an area that ended. Transfer it to one there is.") % {"code": area.code}
        if shapes and pk not in shapes:
            yield _("%(code)s has no shape. Import one.") % {"code": area.code}
        if area.parent_id in shapes and pk in shapes:
            share = placing.outside(shapes[pk], shapes[area.parent_id])
            if share > OUTSIDE:
                told = _("%(percent)s%% of %(code)s lie outside the area it lies in. Correct one of the shapes.")
                yield told % {"percent": round(share * 100), "code": area.code}
    for codes in beside.values():
        known = {code: shapes[pk] for code, pk in codes.items() if pk in shapes}
        for one, other, share in placing.overlaps(known):
            told = _("%(one)s and %(other)s overlap by %(percent)s%%. Correct one of the shapes.")
            yield told % {"one": one, "other": other, "percent": round(share * 100)}
