"""Lists of made-up people, for tests that link them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence

GIVEN = "Amina Fatou Moussa Ibrahim Awa Salif Mariam Omar Zainab Kofi Ama Yaw Esi Kwame Nadia Tarek Hawa"
FAMILY = "Diallo Traore Keita Camara Toure Sow Barry Bah Cisse Mensah Owusu Haddad Mansour Kone Doumbia"
Row = Sequence[str]


def people(count: int, seed: int) -> list[list[str]]:
    """Given name, family name, date of birth, sex, telephone."""
    draw = random.Random(seed)
    return [
        [
            draw.choice(GIVEN.split()) + draw.choice("aeiou"),
            draw.choice(FAMILY.split()) + draw.choice(["", "h", "y", "s"]),
            f"{draw.randint(1940, 2020)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
            draw.choice("fm"),
            f"07{draw.randint(10**7, 10**8 - 1)}",
        ]
        for _ in range(count)
    ]


def written(heading: Row, rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue().encode()


def two() -> tuple[bytes, bytes]:
    """A list with parted names, and another with whole ones: 120 of its people are in the first."""
    all_of_them = people(500, 1)
    first = written(["Prénom", "Nom", "Date de naissance", "Sexe", "Téléphone"], all_of_them)
    both = [*all_of_them[:120], *people(280, 2)]
    second = [[f"b{n}", f"{one[0]} {one[1]}", *one[2:]] for n, one in enumerate(both)]
    return first, written(["id", "name", "dob", "gender", "phone"], second)
