"""Whom to visit: households that are known, or dwellings of a listing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.actions import campaigns
from ayni.intake.actions.visits_reading import Row, rows
from ayni.intake.models import Campaign, DwellingListing
from ayni.kernel import lifecycles

MOST_TOLD = 1_000  # rows left out that a report names one by one
CHUNK = 5_000


@dataclass(frozen=True)
class Dwelling:
    """One row of a listing, read."""

    area: int
    place: int
    key: str
    head_name: str
    phone: str
    address: str
    directions: str
    latitude: float | None
    longitude: float | None


@action(permissions.SUPERVISE, says="put known households on the lists of a campaign")
def take_households(campaign: Campaign, *, by: User) -> int:
    """Put every household that the registry has in the campaign's areas on its lists; how many are new there.

    Given again it adds those that came since. Refuses: CampaignNotOpen when it is closed; OutsideArea.
    """
    check_open_to_lists(campaign, by)
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"campaign": campaign.pk})
        return int(cursor.rowcount)


TAKEN = """
    INSERT INTO intake_visit (campaign_id, place_id, area_id, household_id, latitude, longitude)
    SELECT c.campaign_id, c.id, h.area_id, h.id, d.latitude, d.longitude
    FROM intake_campaignarea c JOIN directory_area top ON top.id = c.area_id
    JOIN directory_area a ON a.path ^@ top.path
    JOIN registry_household h ON h.area_id = a.id AND h.closed_on IS NULL
    LEFT JOIN registry_dwelling d ON d.household_id = h.id AND d.period @> CURRENT_DATE
    WHERE c.campaign_id = %(campaign)s
    ORDER BY c.id, a.path, h.id
    ON CONFLICT DO NOTHING
"""


@action(permissions.SUPERVISE, says="read a listing of dwellings into a campaign", unsaid=("content",))
def load_listing(campaign: Campaign, content: bytes, *, name: str, by: User) -> DwellingListing:
    """Put the dwellings of a file (CSV or .xlsx) on the lists of a campaign. Read a second time, it is one listing.

    A row that cannot be taken is left out and told in the report; its neighbours go in. A dwelling that is on the
    lists already, by its key, is counted as known. Refuses: ListingRefused, when the file is no listing;
    CampaignNotOpen when it is closed; OutsideArea.
    """
    check_open_to_lists(campaign, by)
    digest = hashlib.sha256(content).hexdigest()
    known = DwellingListing.objects.filter(campaign=campaign, digest=digest, withdrawn_at=None).first()
    if known is not None:
        return known
    listing = DwellingListing.objects.create(
        campaign=campaign, name=name[:120], digest=digest, rows=0, loaded_by=by, report=[]
    )
    reader = _Reader(campaign, by)
    read = reader.read(rows(content))
    while block := list(islice(read, CHUNK)):
        listing.taken += _put(listing, block)
    listing.rows = reader.rows
    listing.known = listing.rows - reader.left_out - listing.taken
    listing.report = reader.report
    listing.save(update_fields=["rows", "taken", "known", "report"])
    return listing


@action(permissions.SUPERVISE, says="took a listing of dwellings back")
def withdraw_listing(listing: DwellingListing, *, at: datetime, by: User) -> int:
    """Take the dwellings of a listing off the lists again, but for those that somebody has been to; how many.

    Refuses: OutsideArea.
    """
    campaigns.check_some(listing.campaign, permissions.SUPERVISE, by)
    held = DwellingListing.objects.select_for_update().get(pk=listing.pk)
    if held.withdrawn_at is not None:
        return 0
    held.withdrawn_at, held.withdrawn_by = at, by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    untouched = models.Visit.objects.filter(
        listing=held, status=lifecycle.TO_VISIT, attempts=0, tries=None, submission=None
    )
    return untouched.delete()[0]


def check_open_to_lists(campaign: Campaign, by: User) -> None:
    campaigns.check_some(campaign, permissions.SUPERVISE, by)
    if not lifecycles.verbs(lifecycle.CAMPAIGN, campaign.status):
        raise errors.CampaignNotOpen(campaign)


class _Reader:
    """Reads rows into dwellings, and remembers what was left out and why."""

    def __init__(self, campaign: Campaign, by: User) -> None:
        self.rows = self.left_out = 0
        self.report: list[dict[str, Any]] = []
        held = by.where(permissions.SUPERVISE)
        self.areas = dict(_areas(campaign, held))
        self.first: dict[str, int] = {}

    def read(self, given: Iterator[tuple[int, Row]]) -> Iterator[Dwelling]:
        for number, row in given:
            self.rows += 1
            try:
                yield self._dwelling(number, row)
            except _LeftOut as why:
                self.left_out += 1
                if len(self.report) < MOST_TOLD:
                    self.report.append({"row": number, "column": why.column, "why": str(why)})

    def _dwelling(self, number: int, row: Row) -> Dwelling:
        code = row.get("area", "")
        if not code:
            raise _LeftOut("area", _("No area is given. Write its code."))
        if code not in self.areas:
            raise _LeftOut("area", _("No area of this campaign and of yours has this code. Look it up under Areas."))
        key = row.get("key", "")
        if key in self.first and key:
            raise _LeftOut(
                "key", _("Row %(row)s has the same key. Give each dwelling its own.") % {"row": self.first[key]}
            )
        self.first[key] = number
        for column, longest in LONGEST.items():
            if len(row.get(column, "")) > longest:
                raise _LeftOut(column, _("This is longer than %(longest)s letters. Shorten it.") % {"longest": longest})
        if not any(row.get(column) for column in ("key", "address", "directions", "head_name", "latitude")):
            raise _LeftOut("address", _("Nothing tells where this is. Give an address, a key or a point."))
        area, place = self.areas[code]
        latitude, longitude = _point(row)
        return Dwelling(
            area,
            place,
            key,
            row.get("head_name", ""),
            row.get("phone", ""),
            row.get("address", ""),
            row.get("directions", ""),
            latitude,
            longitude,
        )


LONGEST = {"key": 60, "head_name": 120, "phone": 20, "address": 200, "directions": 500}


class _LeftOut(ValueError):
    """A row is left out: which column, and why."""

    def __init__(self, column: str, why: str) -> None:
        self.column = column
        super().__init__(why)


def _areas(campaign: Campaign, held: Sequence[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The areas in which this officer may list dwellings: by code, their number and that of the campaign's area."""
    for place in campaign.places.select_related("area").defer("area__shape"):
        inside = Area.objects.filter(path__startswith=place.area.path).values_list("code", "pk", "path")
        for code, area, path in inside.iterator(chunk_size=2_000):
            if "/" in held or path.startswith(tuple(held)):
                yield code, (area, place.pk)


def _point(row: Mapping[str, str]) -> tuple[float | None, float | None]:
    given = row.get("latitude", ""), row.get("longitude", "")
    if not any(given):
        return None, None
    try:
        latitude, longitude = (float(text.replace(",", ".")) for text in given)
    except ValueError:
        raise _LeftOut("latitude", _("The point is no pair of numbers, such as 9.0312 and 38.7423.")) from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise _LeftOut("latitude", _("There is no such point on earth. Latitude is up to 90, longitude up to 180."))
    return latitude, longitude


def _put(listing: DwellingListing, block: Sequence[Dwelling]) -> int:
    columns = list(zip(*(astuple(one) for one in block), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(PUT, [listing.campaign_id, listing.pk, *(list(column) for column in columns)])
        return int(cursor.rowcount)


PUT = """
    INSERT INTO intake_visit (campaign_id, listing_id, area_id, place_id, key, head_name, phone, address, directions,
        latitude, longitude)
    SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::float8[], %s::float8[])
    ON CONFLICT DO NOTHING
"""
