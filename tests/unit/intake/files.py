"""A file of people small enough to count by hand, for the areas of the village."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from ayni.engines.dictionary import Choice, Variable
from ayni.intake.actions import files, files_loading
from tests.unit.registry import village

ON = date(2026, 7, 1)
AT = datetime(2026, 7, 2, 9, tzinfo=UTC)
ASKED = (
    Variable(
        "roof",
        "household",
        "choice",
        {"en": "Roof"},
        (Choice("tin", {"en": "Tin"}), Choice("thatch", {"en": "Thatch"})),
    ),
    Variable("works", "person", "boolean", {"en": "Works"}),
    Variable("illness", "person", "text", {"en": "Illness"}, sensitivity="sensitive"),
)
MAPPING = """
source: camp-2026
on: 2026-07-01
person:
  key: id
  household: hh
  relationship: role
  given_name: given
  family_name: family
  sex: sex
  born: {column: born, order: day}
  phone: phone
  area: area
  mother: mother
answers:
  household: {roof: roof}
  person: {works: works, illness: illness}
"""
ROWS = """id,hh,role,given,family,sex,born,phone,area,mother,roof,works,illness,noted
a1,A,head,Sara,Bello,F,12/05/1984,+999 70 000 111,N1,,tin,yes,wonders,x
a2,A,child,Tom,Bello,M,2015,,N1,a1,tin,no,,
b1,B,head,Kofi,Mensah,M,1960-01-31,,Coast,,thatch,no,,
"""


def declare() -> None:
    village.declare(*ASKED)


def upload(by, text=ROWS, *, mapping=MAPPING, name="camp.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    made = files.upload(name, content=io.BytesIO(content), by=by, on=ON)
    return files.map_columns(made, text=mapping, by=by) if mapping else made


def checked(by, text=ROWS, **more):
    return files.check(upload(by, text, **more), by=by, at=AT)


def load(by, text=ROWS, **more):
    return files_loading.load(checked(by, text, **more), by=by, at=AT)
