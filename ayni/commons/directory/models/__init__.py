"""Areas, what became of them, and the institutions and places that serve people."""

from ayni.commons.directory.models.areas import (
    Area,
    AreaCode,
    AreaLevel,
    AreaQuerySet,
    AreaShape,
    EarlierState,
    ShapeFile,
)
from ayni.commons.directory.models.changes import BoundaryChange, ChangeKind, Succession
from ayni.commons.directory.models.places import (
    Institution,
    InstitutionKind,
    Offer,
    OutreachStop,
    Place,
    PlaceKind,
    ServiceKind,
    Sex,
)

__all__ = [
    "Area",
    "AreaCode",
    "AreaLevel",
    "AreaQuerySet",
    "AreaShape",
    "BoundaryChange",
    "ChangeKind",
    "EarlierState",
    "Institution",
    "InstitutionKind",
    "Offer",
    "OutreachStop",
    "Place",
    "PlaceKind",
    "ServiceKind",
    "Sex",
    "ShapeFile",
    "Succession",
]
