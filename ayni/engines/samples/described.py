"""The mapping of the generated country: the variables, choices and labels of the shipped Popstan mapping, so that
the same instruments and programmes run on both."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from ayni.engines.surveys import mapping as mappings
from ayni.engines.surveys import parts

MODEL = mappings.SHIPPED / "popstan.yaml"
LEVELS = {
    "region": {"en": "Region", "fr": "Région", "ar": "إقليم"},
    "district": {"en": "District", "fr": "District", "ar": "مقاطعة"},
    "sub_district": {"en": "Sub-district", "fr": "Sous-district", "ar": "ناحية"},
}
PHONE = {
    "name": "phone_number",
    "type": "text",
    "labels": {"en": "Telephone number", "fr": "Numéro de téléphone", "ar": "رقم الهاتف"},
}


def text(on: date, areas: str = "") -> str:
    """The mapping as YAML, for a country as it stands on a day; `areas` names its file of shapes, if any."""
    files = {"households": "households.parquet", "persons": "persons.parquet"}
    content = {
        "survey": "generated-country",
        "title": {"en": "Generated country", "fr": "Pays généré", "ar": "بلد مولد"},
        "source": "generated; nobody in it exists",
        "interviewed_on": on,
        "currency": "LCU",
        "files": files | ({"areas": areas} if areas else {}),
        **sections(mappings.load(MODEL)),
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def sections(model: parts.Mapping) -> dict[str, Any]:
    """The household and person sections."""
    return {
        "household": {
            "key": "household",
            "weight": "weight",
            "stratum": "stratum",
            "psu": "enumeration_area",
            "area": [{"from": name, "name": f"{name}_name", "title": title} for name, title in LEVELS.items()],
            "variables": [variable(field) for field in model.household.fields],
        },
        "person": {
            "household": "household",
            "number": "number",
            "relationship": {"from": "relationship"},
            "sex": {"from": "sex"},
            "birth_date": {"earliest": "born_from", "latest": "born_to"},
            "names": {
                "given": "given_name",
                "family": "family_name",
                "script": "script",
                "given_latin": "given_name_latin",
                "family_latin": "family_name_latin",
            },
            "mother": "mother",
            "father": "father",
            "variables": [*(variable(field) for field in model.person.fields), PHONE],
        },
    }


def variable(field: parts.Field) -> dict[str, Any]:
    """A field as its entry in the YAML; the file's column has the variable's own name and words."""
    entry: dict[str, Any] = {"name": field.name, "type": field.type, "labels": dict(field.labels)}
    if field.unit:
        entry["unit"] = field.unit
    for name, limit in (("minimum", field.minimum), ("maximum", field.maximum)):
        if limit is not None:
            entry[name] = int(limit) if limit.is_integer() else limit
    if field.sensitivity != "personal":
        entry["sensitivity"] = field.sensitivity
    if field.choices:
        entry["choices"] = {one.code: {"code": one.code, **one.labels} for one in field.choices}
    return entry
