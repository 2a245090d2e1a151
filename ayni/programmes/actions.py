"""Writing, approving and retiring a programme's rules."""

from datetime import date, datetime

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines.rules import check
from ayni.engines.rules import definition as definitions
from ayni.kernel import lifecycles
from ayni.programmes import errors, lifecycle, models, permissions, queries
from ayni.registry import queries as registry

LONGEST = 64_000


@action(permissions.PREPARE, says="adopted a programme template", everywhere=True)
def adopt_template(code: str, *, by: User, in_force_from: date) -> models.Version:
    """Prepare a programme that ships with the system, as it is written there.

    Refuses: UnknownTemplate, and what `prepare` refuses.
    """
    path = queries.TEMPLATES / f"{code}.yaml"
    known = [template.stem for template in sorted(queries.TEMPLATES.glob("*.yaml"))]
    if code not in known:
        raise errors.UnknownTemplate(code, known)
    return _prepare(path.read_text(), where=path.name, by=by, in_force_from=in_force_from)


@action(permissions.PREPARE, says="prepared a programme's rules", everywhere=True)
def prepare(text: str, *, by: User, in_force_from: date) -> models.Version:
    """Write a new programme, or the next version of one: the text itself says which.

    The same draft or approved rules for the same day again are the version that is there.
    Refuses: DefinitionRefused and TextRefused, with line and column; UnitChanged.
    """
    return _prepare(text, where="", by=by, in_force_from=in_force_from)


@action(permissions.APPROVE, says="approved a programme's rules", not_same_as="prepared", everywhere=True)
def approve(version: models.Version, *, by: User, at: datetime) -> models.Version:
    """Let a draft decide from its day on.

    Refuses: SameOfficer, when the one who prepared it approves it; WrongState; TextRefused, when the
    dictionary has changed since and the rules no longer check.
    """
    version = _locked(version)
    after = lifecycles.step(lifecycle.VERSION, version.status, "approve", what=str(version))
    said = _checked(version.text, where=f"{version.programme.code}.yaml")
    version.status, version.approved_by, version.approved_at = after, by, at
    version.save(update_fields=["status", "approved_by", "approved_at"])
    models.Programme.objects.filter(pk=version.programme_id).update(titles=dict(said.title))
    return version


@action(permissions.APPROVE, says="retired a programme's rules", everywhere=True)
def retire(version: models.Version, *, by: User) -> models.Version:
    """Let approved rules decide no longer; who is enrolled by them stays enrolled.

    Refuses: WrongState.
    """
    version = _locked(version)
    version.status = lifecycles.step(lifecycle.VERSION, version.status, "retire", what=str(version))
    version.save(update_fields=["status"])
    return version


def _prepare(text: str, *, where: str, by: User, in_force_from: date) -> models.Version:
    said = _checked(text, where=where)
    programme, is_new = models.Programme.objects.get_or_create(code=said.code, defaults={"titles": dict(said.title)})
    # Two officers preparing at once take their numbers one after the other.
    models.Programme.objects.select_for_update().get(pk=programme.pk)
    if not is_new:
        _same_unit(programme, said)
    digest = queries.digest(text)
    existing = programme.versions.filter(digest=digest, in_force_from=in_force_from)
    again = existing.exclude(status=lifecycle.RETIRED).first()
    if again is not None:
        return again
    last = programme.versions.order_by("-number").first()
    return models.Version.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        text=text,
        digest=digest,
        in_force_from=in_force_from,
        prepared_by=by,
    )


def _checked(text: str, *, where: str) -> definitions.Definition:
    if len(text) > LONGEST:
        raise errors.TextTooLong(len(text), LONGEST)
    said = definitions.load(text, where=where)
    problems = check.check(said, registry.dictionary())
    if problems:
        raise errors.TextRefused(problems)
    return said


def _same_unit(programme: models.Programme, said: definitions.Definition) -> None:
    last = programme.versions.order_by("-number").first()
    before = queries.definition(last).unit if last else said.unit
    if before != said.unit:
        raise errors.UnitChanged(programme.code, before, said.unit)


def _locked(version: models.Version) -> models.Version:
    found: models.Version = (
        models.Version.objects.select_for_update(of=("self",)).select_related("programme").get(pk=version.pk)
    )
    return found
