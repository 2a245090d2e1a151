"""Pairs of records that may be one person, what officers said of them, the runs that found them, and the thresholds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.commons.directory.models import Area
from ayni.identity import lifecycle
from ayni.registry.models import Person

OFFICER = settings.AUTH_USER_MODEL


class LinkageRun(models.Model):
    """The registry, or one area of it, looked through for people who are registered twice.

    `model` is what the run weighed by: learnt anew by it, or kept from before. `told` holds what was found: counts,
    pairs by weight and by chance, what the model expects, and what of the records could not be used.
    """

    privacy = {"*": "public", "started_by": "personal"}

    area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+", db_index=False)
    learns = models.BooleanField()
    model = models.ForeignKey("identity.LinkageModel", models.RESTRICT, null=True, related_name="runs")
    lowest = models.FloatField(default=0.01)
    records = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    started_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(lowest__gt=0, lowest__lt=1), name="linkagerun_lowest_is_a_chance"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def key(self) -> str:
        return f"identity.link/{self.pk}"


class Thresholds(models.Model):
    """From which chance on two records count as the same without reading, and below which as different.

    What lies between is read; between `second_from` and `second_below`, and of a share chosen by the seed, by two. With
    each stand the errors it was expected to make when it was proposed. One is in force at a time.
    """

    privacy = {"*": "public", "proposed_by": "personal", "decided_by": "personal"}

    same_from = models.FloatField()
    different_below = models.FloatField()
    second_from = models.FloatField()
    second_below = models.FloatField()
    second_share = models.FloatField()
    seed = models.PositiveIntegerField()
    reason = models.TextField()
    expected = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=lifecycle.PROPOSED)
    proposed_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(different_below__gte=0, different_below__lte=F("same_from"), same_from__lte=1),
                name="thresholds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(second_from__gte=0, second_from__lte=F("second_below"), second_below__lte=1),
                name="thresholds_second_in_order",
            ),
            models.CheckConstraint(condition=Q(second_share__gte=0, second_share__lte=1), name="thresholds_share"),
            models.CheckConstraint(condition=~Q(reason=""), name="thresholds_have_a_reason"),
            models.CheckConstraint(condition=Q(state__in=lifecycle.THRESHOLD_STATES), name="thresholds_state_known"),
            models.UniqueConstraint(fields=["state"], name="thresholds_one_in_force", condition=Q(state="approved")),
        ]

    def __str__(self) -> str:
        return f"{self.different_below}–{self.same_from}"


class Source(models.TextChoices):
    """Who brought a pair up."""

    RUN = "run"
    DESK = "desk"
    FILE = "file"
    OFFICER = "officer"


class Candidate(models.Model):
    """Two records that may be one person.

    The lower number stands first. The areas are those the two lived in when the pair was last looked at; who reaches
    both reads it. `prints` tell whether a record has changed since. `settled_how` is empty for what is open, "read" for
    what officers said, "threshold" for what lies above or below one: nothing is merged by either.
    """

    privacy = {"*": "personal"}

    one = models.ForeignKey(Person, models.RESTRICT, related_name="+", db_index=False)
    other = models.ForeignKey(Person, models.RESTRICT, related_name="+")
    one_area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+", db_index=False)
    other_area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+", db_index=False)
    one_print = models.CharField(max_length=32, blank=True, default="", db_default="")
    other_print = models.CharField(max_length=32, blank=True, default="", db_default="")
    source = models.CharField(max_length=7, choices=Source.choices)
    run = models.ForeignKey(LinkageRun, models.RESTRICT, null=True, related_name="candidates", db_index=False)
    weight = models.FloatField(null=True)
    chance = models.FloatField(null=True)
    reasons = models.JSONField(default=list, db_default=models.Value("[]", models.JSONField()))
    programmes = models.PositiveSmallIntegerField(default=0, db_default=0)
    both_paid = models.BooleanField(default=False, db_default=False)
    is_sensitive = models.BooleanField(default=False, db_default=False)
    priority = models.IntegerField(default=0, db_default=0)
    state = models.CharField(max_length=9, default=lifecycle.WAITING, db_default=lifecycle.WAITING)
    #: What it was when one of its two was merged, so that parting them puts it back.
    state_before = models.CharField(max_length=9, blank=True, default="", db_default="")
    settled_how = models.CharField(max_length=9, blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=1, db_default=1)
    held_by = models.ForeignKey(OFFICER, models.SET_NULL, null=True, related_name="+", db_index=False)
    held_until = models.DateTimeField(null=True)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="candidate_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="candidate_in_order"),
            models.CheckConstraint(condition=Q(state__in=lifecycle.STATES), name="candidate_state_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="candidate_source_known"),
            models.CheckConstraint(condition=Q(chance=None) | Q(chance__gte=0, chance__lte=1), name="candidate_chance"),
        ]
        indexes = [
            models.Index(F("priority").desc(), "id", name="candidate_queue", condition=Q(state__in=lifecycle.OPEN)),
            models.Index(fields=["one_area"], name="candidate_one_area", condition=Q(state__in=lifecycle.OPEN)),
            models.Index(fields=["other_area"], name="candidate_other_area", condition=Q(state__in=lifecycle.OPEN)),
            models.Index(fields=["held_by"], name="candidate_held", condition=Q(held_by__isnull=False)),
            models.Index(fields=["state", "chance"], name="candidate_state_chance"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} · {self.other_id}"

    @property
    def is_open(self) -> bool:
        return self.state in lifecycle.OPEN


class Reading(models.Model):
    """What one officer said of a pair.

    `turn` is 0 for who reported it, 1 for the first reader, 2 for the second, who does not see what the first said, and
    3 for the one who settles a disagreement. It is taken back, never deleted; a new round asks again.
    """

    privacy = {"*": "personal", "because": "sensitive"}

    candidate = models.ForeignKey(Candidate, models.RESTRICT, related_name="readings")
    round = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=9)
    because = models.TextField(blank=True, default="", db_default="")
    chance = models.FloatField(null=True)
    reader = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    read_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "round", "turn"],
                name="reading_one_a_turn",
                condition=Q(taken_back_at=None, turn__gt=0),
            ),
            models.UniqueConstraint(
                fields=["candidate", "round", "reader"],
                name="reading_one_a_reader",
                condition=Q(taken_back_at=None, turn__gt=0),
            ),
            models.CheckConstraint(condition=Q(turn__lte=3), name="reading_turn_known"),
            models.CheckConstraint(condition=Q(answer__in=lifecycle.ANSWERS), name="reading_answer_known"),
        ]

    def __str__(self) -> str:
        return self.answer


class Sample(models.Model):
    """Pairs drawn by a seed, so many of each band of chance, from whose readings the errors of linking are estimated.

    `bands` holds of each its limits, how many pairs it had and how many were drawn.
    """

    privacy = {"*": "public", "drawn_by": "personal"}

    seed = models.PositiveIntegerField()
    bands = models.JSONField()
    drawn_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}"


class Drawn(models.Model):
    """One pair of a sample, in the band it was drawn from."""

    privacy = {"*": "personal"}

    sample = models.ForeignKey(Sample, models.RESTRICT, related_name="drawn", db_index=False)
    candidate = models.ForeignKey(Candidate, models.RESTRICT, related_name="drawn")
    band = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "candidate"], name="drawn_once")]

    def __str__(self) -> str:
        return f"{self.candidate_id}"


class GroupMember(models.Model):
    """A record in a group of three and more that a run took for one person."""

    privacy = {"*": "personal"}

    run = models.ForeignKey(LinkageRun, models.RESTRICT, related_name="members", db_index=False)
    group = models.CharField(max_length=24)
    person = models.ForeignKey(Person, models.RESTRICT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "group", "person"], name="groupmember_once")]

    def __str__(self) -> str:
        return f"{self.group} {self.person_id}"
