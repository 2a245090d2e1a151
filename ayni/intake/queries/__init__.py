"""What came in and what waits."""

from ayni.intake.queries.devices import device_key
from ayni.intake.queries.loads import load, loads
from ayni.intake.queries.questionnaires import (
    device_keys,
    media,
    offered,
    questionnaires,
    served,
    version,
    waiting_versions,
)
from ayni.intake.queries.submissions import (
    Found,
    attachment,
    attachments,
    opened_submission,
    submission,
    submissions,
    submissions_waiting,
    told,
)
from ayni.intake.queries.submissions_files import (
    bound_attachment,
    bound_content,
    file_of,
    mends_of,
    packed,
    store,
    xml_of,
)
from ayni.intake.queries.submissions_meaning import area_code, filled, meaning

__all__ = [
    "Found",
    "area_code",
    "attachment",
    "attachments",
    "bound_attachment",
    "bound_content",
    "device_key",
    "device_keys",
    "file_of",
    "filled",
    "load",
    "loads",
    "meaning",
    "media",
    "mends_of",
    "offered",
    "opened_submission",
    "packed",
    "questionnaires",
    "served",
    "store",
    "submission",
    "submissions",
    "submissions_waiting",
    "told",
    "version",
    "waiting_versions",
    "xml_of",
]
