"""Trying rules before they are anybody's."""

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.engines.rules import alone, check, prepared, tree
from ayni.engines.rules import definition as definitions
from ayni.enrolment import errors, permissions
from ayni.enrolment.queries import trials, trying
from ayni.programmes.errors import TextRefused, TextTooLong
from ayni.snapshots import opening
from ayni.snapshots import queries as snapshots
from ayni.snapshots.models import Snapshot

LONGEST = 64_000


@action(permissions.TRY, says="tried rules on everybody")
def try_rules(*, text: str, unit: definitions.Unit, against: str = "", by: User) -> trials.Trial:
    """Decide a whole snapshot by rules that are being written, to see whom they admit; nobody is decided by it.

    `text` is a programme, or one rule about a `unit`; `against` another such text, whose changes are counted too.
    Small snapshots are decided at once, others behind. The same again is the trial that is there.
    Refuses: NothingToTryOn; DefinitionRefused and TextRefused, with line and column; SinglesOut; UnitsDiffer.
    """
    snapshot = snapshots.latest()
    if snapshot is None:
        raise errors.NothingToTryOn
    trial = _kept(text, unit, snapshot)
    before = _kept(against, unit, snapshot) if against.strip() else None
    if before is not None and before.definition.unit != trial.definition.unit:
        raise errors.UnitsDiffer
    _begin(trial, before.key if before else "", by)
    return trial


def _kept(text: str, unit: definitions.Unit, snapshot: Snapshot) -> trials.Trial:
    if len(text) > LONGEST:
        raise TextTooLong(len(text), LONGEST)
    said, words = alone.read(text, unit), opening.dictionary(snapshot)
    if problems := check.check(said, words):
        raise TextRefused(problems)
    nodes = (node for rule in prepared.prepare(said, words).checked for node in tree.walk(rule.root))
    if any(isinstance(node, tree.Variable) and node.name == "id" for node in nodes):
        raise errors.SinglesOut
    return trials.keep(text, unit, snapshot)


def _begin(trial: trials.Trial, against: str, by: User) -> None:
    if trial.figures() is not None and (not against or trial.figures(against) is not None):
        return
    if trying.is_small(trial):
        trying.compute(trial.key, against)
        return
    running.start("enrolment.try", key=trial.work_key(against), by=by, trial=trial.key, against=against)
