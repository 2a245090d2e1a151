"""Sending questions to registers and keeping their answers: work that may be killed at any moment and begun again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.utils import timezone

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.exchange.registers.client import HttpRegister
from ayni.identity import actions, queries

BATCH = 200
MOST_SILENT = 3  # times that a register may be unreachable in one go, before the rest waits


@running.job("registers.ask")
def ask(progress: Progress, *, on: str = "") -> dict[str, Any]:
    """Ask about every number that waits within the areas of who began this; daily, too. A register that does not answer
    waits for another time; each question has its reference, so that one whose answer was lost is no second question.
    """
    del on
    by, after = progress.by, 0
    counts = {"answered": 0, "unreachable": 0}
    if not by.may("registry.verify"):
        return counts
    with ExitStack() as stack:
        registers = {
            name: stack.enter_context(HttpRegister(address, secret=settings.AYNI_REGISTER_SECRET))
            for name, address in settings.AYNI_REGISTERS.items()
        }
        silent = dict.fromkeys(registers, 0)
        while batch := queries.questions_waiting(limit=BATCH, after=after):
            for question in batch:
                after = question.pk
                register = registers.get(question.register)
                if register is None or silent[question.register] >= MOST_SILENT:
                    continue
                told = queries.question_written(question)
                said = register.verify(told.type, told.number, told.name, told.birth, reference=told.reference)
                if said == "unreachable":
                    silent[question.register] += 1
                    counts["unreachable"] += 1
                    actions.record_no_answer(question, because=register.trouble, at=timezone.now(), by=by)
                    continue
                actions.record_verification_answer(question, said=said, on=timezone.localdate(), by=by)
                counts["answered"] += 1
            progress.tell(counts["answered"], counts["answered"] + len(batch))
    return counts
