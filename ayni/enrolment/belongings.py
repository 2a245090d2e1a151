"""Where decisions and enrolments go when two records turn out to be one person's."""

from django.utils.translation import gettext_lazy as _

from ayni.commons import belongings

belongings.moves(
    "enrolment.Decision.person",
    label=_("Decisions of eligibility"),
    unless=(
        "EXISTS (SELECT FROM enrolment_decision k WHERE k.person_id = {kept} AND k.household_id = t.household_id"
        " AND k.run_id = t.run_id AND k.version_id = t.version_id)"
    ),
    because=_("The same run decided on the kept record too."),
)
#: Enrolled twice in one programme, the later enrolment is suspended where it is: see `actions/twice.py`.
belongings.moves(
    "enrolment.Enrolment.person",
    label=_("Enrolments"),
    unless=(
        "t.status <> 'exited' AND EXISTS (SELECT FROM enrolment_enrolment k WHERE k.person_id = {kept}"
        " AND k.programme_id = t.programme_id AND k.status <> 'exited')"
    ),
    because=_("The kept record is enrolled in the same programme."),
)
