"""Questions about instruments, what they found of the population and of a household, and what people need.

| module | tells |
|---|---|
| `instruments` | which there are, a version's text and rules, what differs between two, what waits for whom |
| `results` | what an assessment found of the population: `ResultShown`, small cells emptied; the same as CSV |
| `rounds` | the assessments by one instrument over time, and what changed with its error: `Compared` |
| `grouping` | the ways in which figures can be told apart on a snapshot |
| `needing` | what a household needs and what answers it (`Package`) |
| `area_needs` | needs of an area against services (`AreaNeeds`) |
| `answered` | what answers a need, proposed and approved |
| `plain` | what was found of a household, in plain words (`PlainWords`), and its earlier rounds (`Past`) |
| `apart` | what rests on sensitive answers, for a purpose that is recorded |
| `helping` | what could help, as the domains that have it declare it |
"""

from ayni.assessment.queries.answered import ProposedAnswer
from ayni.assessment.queries.apart import Apart, household_apart
from ayni.assessment.queries.area_needs import AreaNeeds, NeedOfArea, ServiceShown
from ayni.assessment.queries.catalogue import Need
from ayni.assessment.queries.catalogue import instrument as needs_in_force
from ayni.assessment.queries.differences import Difference
from ayni.assessment.queries.grouping import Group, groups
from ayni.assessment.queries.helping import Offered, Standing, offered, offers, stands
from ayni.assessment.queries.instruments import Listed, Record, RuleShown, VersionShown
from ayni.assessment.queries.needing import AnswerShown, NeedShown, Package
from ayni.assessment.queries.plain import Assessed, Past, PlainWords, Statement
from ayni.assessment.queries.results import AssessmentShown, FigureShown, ResultShown
from ayni.assessment.queries.rounds import Change, Compared, Round
from ayni.assessment.queries.scores import (
    SCORES,
    ScoreShown,
    figures,
    for_household,
    instrument,
    instruments,
    latest,
    score_files,
    titles,
)

__all__ = [
    "SCORES",
    "AnswerShown",
    "Apart",
    "AreaNeeds",
    "Assessed",
    "AssessmentShown",
    "Change",
    "Compared",
    "Difference",
    "FigureShown",
    "Group",
    "Listed",
    "Need",
    "NeedOfArea",
    "NeedShown",
    "Offered",
    "Package",
    "Past",
    "PlainWords",
    "ProposedAnswer",
    "Record",
    "ResultShown",
    "Round",
    "RuleShown",
    "ScoreShown",
    "ServiceShown",
    "Standing",
    "Statement",
    "VersionShown",
    "figures",
    "for_household",
    "groups",
    "household_apart",
    "instrument",
    "instruments",
    "latest",
    "needs_in_force",
    "offered",
    "offers",
    "score_files",
    "stands",
    "titles",
]
