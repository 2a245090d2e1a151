"""Finding people by name, number, telephone and place: the slowest but one in twenty of a mixed hundred of searches."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Iterator

from benchmarks import installation, measuring, people_named

GOAL_S = 0.1
#: As officers type: exactly, in another script or spelling, turned round, half of it, with a place, and in vain.
NAMES = (
    "Muhammad Al-Hasan", "Mohamed Alhasan", "محمد الحسن", "Mohammed", "Fatima", "فاطمة الخطيب", "Fatimah Khatib", "Ali",
    "Maria Quispe", "Mamani Maria", "Juan Flores", "Jose", "Amina Diallo", "Ousmane Traoré", "Usman Traore", "Osman",
    "सीता शर्मा", "Seeta Sharma", "Sita", "Ram Gupta", "राम", "Krishna Yadav", "Abebe Bekele", "አበበ", "Tsegaye", "Haile",
    "Abeb", "Moh", "Mar", "Fat Kha", "Dia", "Yusuf", "Youssef Mansour", "Khalid Qasim", "Halid Kassem", "Ibrahim Salem",
    "Bakelamba", "Maria Dumiriko", "Rosa Kelanko", "Pedro Mosula", "Fatma Kazab", "Ali Kazad", "Ana Kazac Region B",
    "Nobody Whosoever", "Zzyzx", "Xavier Qwerty", "Muhammad Muhammad", "Maria Maria Rosa", "Elena Ruth Naomi",
)  # fmt: skip
NUMBERS = ("P00000120", "H 31", "+254 700 000 017", "p171", "h21", "٠٠٢٥٤٧٠٠٠٠٠٠١٧", "A-1234/56", "P99999999999")


def cases(households: int) -> list[measuring.Case]:
    people_named.fill(households)
    size = f"{5 * households:,} persons"
    return [
        measuring.Case(
            work=f"finding, 95th of 100, {who}",
            size=size,
            ours=functools.partial(_ours, area),
            beside_name="reading 25 people by their keys",
            beside=_beside,
            goal_s=GOAL_S,
        )
        for who, area in (("everywhere", ""), ("one region", "01"), ("one district", "0101"), ("one ward", "010101"))
    ]


def _ours(area: str) -> Iterator[None]:
    """All of them, as the search page asks, under every policy; then the 95th of a hundred again, which is timed."""
    from ayni.registry import queries

    who = people_named.reader(area)
    texts = [*NAMES, *NUMBERS]
    queries.search(texts[0], reader=who, on=installation.DAY)
    took = []
    for text in texts:
        began = time.perf_counter()
        found = queries.search(text, reader=who, on=installation.DAY)
        took.append((time.perf_counter() - began, text, found.total))
    took.sort()
    _, slow, _ = took[int(len(took) * 0.95)]
    listed = ", ".join(f"{text} {1000 * seconds:.0f} ms ({total})" for seconds, text, total in took[-6:])
    half, most, nearly_all = (1000 * took[int(len(took) * share)][0] for share in (0.5, 0.95, 0.99))
    print(
        f"  {area or 'everywhere'}: half within {half:.1f} ms, 95 of 100 in {most:.1f}, 99 in {nearly_all:.1f}; "
        f"load {os.getloadavg()[0]:.1f}; slowest {listed}",
        flush=True,
    )
    yield
    queries.search(slow, reader=who, on=installation.DAY)
    yield
    return 1


def _beside() -> Iterator[None]:
    from ayni.registry import models

    list(models.Person.objects.filter(pk__in=range(1, 25)))
    yield
    list(models.Person.objects.filter(pk__in=range(1000, 1025)))
    yield
    return 1
