from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import languages
from ayni.commons.directory.models import Area
from ayni.intake import lifecycle
from ayni.registry.models import Household, Person

OFFICER = settings.AUTH_USER_MODEL
LARGEST_EVIDENCE = 5 * 1024 * 1024


class ChangeKind(models.TextChoices):
    """What a change request may be about."""

    BIRTH = "birth", pgettext_lazy("change", "Birth")
    DEATH = "death", pgettext_lazy("change", "Death")
    HOUSEHOLD_MOVE = "household_move", _("A household moves")
    PERSON_MOVE = "person_move", _("A person moves to another household")
    SPLIT = "split", _("A household splits")
    MARRIAGE = "marriage", _("Marriage")
    CORRECTION = "correction", _("Correction of a person's record")
    PERSON_FACTS = "person_facts", _("New answers of a person")
    HOUSEHOLD_FACTS = "household_facts", _("New answers of a household")
    TAKING_BACK = "taking_back", _("A change is taken back")


class ChangeSource(models.TextChoices):
    """Who brought a change."""

    OFFICER = "officer", _("An officer")
    APPLICANT = "applicant", _("The people themselves")
    PERSON = "person", _("A person, who asked for a correction")
    PARTNER = "partner", _("A partner's system")
    SUBMISSION = "submission", _("A form from the field")
    CIVIL_REGISTRATION = "civil_registration", _("Civil registration")
    RECERTIFICATION = "recertification", _("A recertification")
    QUALITY = "quality", _("A check of data quality")
    RECEIVING = "receiving", _("The area where they live now")


class EvidenceKind(models.TextChoices):
    """What was shown for a change."""

    NONE = "", pgettext_lazy("evidence", "None")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    DEATH_CERTIFICATE = "death_certificate", _("Death certificate")
    MARRIAGE_CERTIFICATE = "marriage_certificate", _("Marriage certificate")
    IDENTITY_DOCUMENT = "identity_document", _("Identity document")
    MEDICAL_NOTICE = "medical_notice", _("Notice of a clinic or hospital")
    COURT_ORDER = "court_order", _("Order of a court")
    LEADER_LETTER = "leader_letter", _("Letter of a community leader")
    VISIT = "visit", _("A visit by an officer")
    OWN_WORD = "own_word", _("Their own word")


class RejectionReason(models.TextChoices):
    """Why a change is not made, in words that stand ready in each language."""

    NO_EVIDENCE = "no_evidence", _("What was shown does not prove it.")
    UNREADABLE = "unreadable", _("The document cannot be read.")
    OTHER_PERSON = "other_person", _("The document is about somebody else.")
    ALREADY = "already", _("It is on record already.")
    CONTRADICTS = "contradicts", _("It contradicts what is on record.")
    NOT_ALLOWED = "not_allowed", _("The rules do not allow it.")
    OTHER = "other", pgettext_lazy("reason", "Another reason")


class AcceptanceRule(models.Model):
    """A version of a rule by which changes from trusted sources are accepted without an officer.

    `rule` is in the rule language, about the request. Prepared by one officer, approved by two others.
    """

    privacy = {"*": "public", "reason": "personal"}

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    rule = models.TextField()
    sample_percent = models.PositiveSmallIntegerField(default=5)
    reason = models.TextField()
    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    prepared_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="acceptance_rule_version"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.RULE_STATES), name="acceptance_rule_status_known"),
            models.CheckConstraint(condition=Q(sample_percent__range=(1, 100)), name="acceptance_rule_has_sample"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status=lifecycle.APPROVED), name="acceptance_rule_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.APPROVED)
                | (Q(approved_by__isnull=False) & Q(countersigned_by__isnull=False)),
                name="acceptance_rule_two_approve",
            ),
            models.CheckConstraint(
                condition=(Q(approved_by=None) | ~Q(approved_by=F("prepared_by")))
                & (
                    Q(countersigned_by=None)
                    | (~Q(countersigned_by=F("prepared_by")) & ~Q(countersigned_by=F("approved_by")))
                ),
                name="acceptance_rule_three_officers",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="acceptance_rule_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.RULE],
            ),
            pgtrigger.ReadOnly(
                name="acceptance_rule_stays", fields=["code", "version", "rule", "sample_percent", "prepared_by"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def title(self) -> str:
        return languages.text(self.names) or self.code

    @property
    def waits_for_countersigning(self) -> bool:
        return self.status == lifecycle.DRAFT and self.approved_by_id is not None


class ChangeRequest(models.Model):
    """What should be different in the registry, with its evidence; made by one officer, checked by another.

    `proposed` is in the words of its kind. `ground` is what the registry said of it when the request was made, so that
    nobody approves it over a record that has changed meanwhile. `waits_in` is the area whose officers check it: its
    own, or a wider one where its own has nobody else. `written` says between which numbers of the registry's rows lies
    what it wrote, so that it can be taken back.
    """

    privacy = {
        "*": "personal",
        "written": "public",
        **dict.fromkeys(("proposed", "ground", "reason", "answer", "appeal", "result"), "sensitive"),
    }

    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    status = models.CharField(max_length=20, default=lifecycle.DRAFT)
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="changes")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="changes")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    to_area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+", db_index=False)
    waits_in = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+", db_index=False)
    proposed = models.JSONField(default=dict)
    ground = models.JSONField(default=dict)
    happened_on = models.DateField()
    reason = models.TextField(blank=True)
    evidence = models.CharField(max_length=30, choices=EvidenceKind.choices, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=20, choices=ChangeSource.choices, default=ChangeSource.OFFICER)
    source_key = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField()
    needs_two = models.BooleanField(default=False)
    first_checked_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    first_checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(null=True)
    accepted_by_rule = models.ForeignKey(AcceptanceRule, models.RESTRICT, null=True, related_name="accepted")
    answer_code = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    answer = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    appeal_until = models.DateField(null=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    applied_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    counters = models.OneToOneField("self", models.RESTRICT, null=True, related_name="countered_by")
    is_sample = models.BooleanField(default=False)
    sample_found = models.CharField(max_length=10, blank=True)
    sample_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    sample_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    received_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["area", "due_on"], name="changerequest_open", condition=Q(status__in=lifecycle.OPEN)),
            models.Index(fields=["to_area"], name="changerequest_arriving", condition=Q(to_area__isnull=False)),
            models.Index(
                fields=["is_sample"], name="changerequest_sample", condition=Q(is_sample=True, sample_found="")
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.CHANGE_STATES), name="changerequest_status_known"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="changerequest_kind_known"),
            models.CheckConstraint(condition=Q(source__in=ChangeSource.values), name="changerequest_source_known"),
            models.CheckConstraint(condition=Q(evidence__in=EvidenceKind.values), name="changerequest_evidence_known"),
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(person__isnull=False), name="changerequest_is_of_somebody"
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="changerequest_sent_once"
            ),
            models.CheckConstraint(
                condition=(Q(checked_by=None) | ~Q(checked_by=F("made_by")))
                & (Q(first_checked_by=None) | ~Q(first_checked_by=F("made_by")))
                & (Q(first_checked_by=None) | Q(checked_by=None) | ~Q(first_checked_by=F("checked_by"))),
                name="changerequest_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(lifecycle.APPROVED, lifecycle.APPLIED))
                | Q(accepted_by_rule__isnull=False)
                | (Q(checked_by__isnull=False) & (Q(needs_two=False) | Q(first_checked_by__isnull=False))),
                name="changerequest_approved_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.REJECTED)
                | (~Q(answer_code="") & Q(rejected_by__isnull=False) & ~Q(rejected_by=F("made_by"))),
                name="changerequest_rejected_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.APPLIED) | Q(applied_at__isnull=False), name="changerequest_applied_at"
            ),
            models.CheckConstraint(
                condition=Q(sample_found__in=("", "right", "wrong")), name="changerequest_sample_known"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="changerequest_steps",
                field="status",
                transitions=[
                    (before, after)
                    for before, after in dict.fromkeys((before, after) for before, _verb, after in lifecycle.CHANGE)
                ],
            ),
            pgtrigger.ReadOnly(
                name="changerequest_stays",
                fields=["kind", "household", "person", "source", "source_key", "made_by", "made_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.pk:08d}"

    @property
    def somebody(self) -> Person:
        """The person, for a kind of change that is about one."""
        assert self.person is not None
        return self.person

    @property
    def home(self) -> Household:
        """The household, for a kind of change that is about one."""
        assert self.household is not None
        return self.household

    @property
    def is_open(self) -> bool:
        return self.status in lifecycle.OPEN

    @property
    def is_waiting(self) -> bool:
        return self.status in lifecycle.WAITING

    @property
    def has_failed(self) -> bool:
        return self.status == lifecycle.APPROVED and bool(self.failure)

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due_on < on


class ChangeEvidence(models.Model):
    """A paper that was shown for a change, as a picture or a document. It never changes."""

    privacy = {"*": "personal", "content": "sensitive"}

    request = models.ForeignKey(ChangeRequest, models.RESTRICT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=60)
    bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="changeevidence_number"),
            models.UniqueConstraint(fields=["request", "digest"], name="changeevidence_once"),
            models.CheckConstraint(condition=Q(bytes__lte=LARGEST_EVIDENCE), name="changeevidence_size"),
        ]
        triggers = [pgtrigger.ReadOnly(name="changeevidence_stays")]

    def __str__(self) -> str:
        return f"{self.request} {self.number}"
