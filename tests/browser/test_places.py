"""Areas, places and changes of boundaries in a real browser, narrow and wide, in both directions."""

from datetime import date
from typing import Any

import pytest

from ayni.commons.directory.actions import changing
from ayni.commons.directory.models import Area, Institution, Offer, Place, ServiceKind
from ayni.commons.directory.plans import Part, Plan
from ayni.engines.shapes import checking
from tests.pages import district

PAGES = {
    "areas": ("analyst", "/places/areas/"),
    "area": ("data_steward", "/places/areas/one/0101/"),
    "area-new": ("data_steward", "/places/areas/new/"),
    "area-levels": ("data_steward", "/places/areas/levels/"),
    "areas-import": ("data_steward", "/places/areas/import/"),
    "area-shapes": ("data_steward", "/places/areas/shapes/"),
    "areas-stood": ("analyst", "/places/areas/stood/"),
    "areas-two-days": ("analyst", "/places/areas/correspondence/?then=2026-01-01&now=2026-06-01"),
    "area-divide": ("data_steward", "/places/areas/one/0101/change/divide/"),
    "area-merge": ("data_steward", "/places/areas/one/0101/change/merge/"),
    "changes": ("programme_approver", "/places/changes/"),
    "boundary-change": ("programme_approver", "/places/changes/{change}/"),
    "boundary-approve": ("programme_approver", "/places/changes/{change}/approve/"),
    "places": ("desk_officer", "/places/"),
    "place": ("programme_manager", "/places/one/P1/"),
    "place-new": ("programme_manager", "/places/new/"),
    "place-offer": ("programme_manager", "/places/one/P1/offer/"),
    "places-near": ("desk_officer", "/places/near/?area=0101"),
    "institutions": ("auditor", "/places/institutions/"),
    "institution": ("auditor", "/places/institutions/one/mow/"),
    "institution-new": ("data_steward", "/places/institutions/new/"),
    "services": ("data_steward", "/places/services/"),
}


@pytest.fixture(scope="module")
def change(place: district.District) -> int:
    """Shapes, an office that gives cash, and a division that is proposed."""
    for code, box in (("0101", (0, 0, 1, 1)), ("01", (0, 0, 2, 1)), ("02", (2, 0, 3, 1))):
        Area.objects.filter(code=code).update(shape=checking.polygon(*box), longitude=box[0] + 0.5, latitude=0.5)
    ministry = Institution.objects.create(code="mow", names={"en": "Ministry of Welfare", "ar": "وزارة الرعاية"})
    cash = ServiceKind.objects.create(code="cash", names={"en": "Cash payment", "ar": "دفع نقدي"})
    given = {"institution": ministry, "area": place.area, "latitude": 0.4, "longitude": 0.6}
    office = Place.objects.create(code="P1", kind="outreach", names={"en": "Valley office"}, **given)
    Offer.objects.create(place=office, service=cash, age_from=60, sex="female")
    parts = (
        Part("A1", {"en": "Upper"}, checking.polygon(0, 0, 0.5, 1)),
        Part("A2", {"en": "Lower"}, checking.polygon(0.5, 0, 1, 1)),
    )
    plan, by = Plan("divide", ("0101",), parts), place.users["data_steward"]
    return int(changing.prepare_boundaries(plan, on=date(2026, 3, 1), reason="A law says so", by=by).pk)


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280), ("ar", 1280)])
def test_a_page(name: str, language: str, width: int, reading: Any, place: district.District, change: int) -> None:
    who, address = PAGES[name]
    seen = reading(place.users[who], language=language, width=width)
    page = seen.open(address.format(change=change))
    seen.picture(name)
    assert seen.axe() == []
    assert seen.overflow() == 0
    assert seen.troubles == []
    assert seen.unreached() == []
    assert page.locator("h1").count() == 1
