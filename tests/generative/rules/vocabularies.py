"""Random dictionaries: every type a rule may ask of, for each entity, some answers that may not apply."""

from random import Random

from ayni.engines import dictionary

TYPES = ("boolean", "integer", "decimal", "text", "date", "partial_date", "choice", "many_choice")
CODES = ("radio", "radio_set", "set", "tiles", "l'eau", "été")
MANY = ("radio", "radio_set", "set", "mobile")


def vocabulary(random: Random, *, all_apply: bool = False) -> dictionary.Dictionary:
    """Some variables of each entity; households and persons have one of every type, areas perhaps."""
    found = []
    for entity, counts in (("household", (1, 1, 2)), ("person", (1, 1, 2)), ("area", (0, 0, 1))):
        for kind in TYPES:
            for number in range(random.choice(counts)):
                found.append(_variable(random, f"{kind}_{number}", entity, kind, all_apply))
    return dictionary.Dictionary(found)


def _variable(random: Random, name: str, entity: str, kind: str, all_apply: bool) -> dictionary.Variable:
    codes = {"choice": CODES, "many_choice": MANY}.get(kind, ())
    chosen = random.sample(codes, random.randint(2, len(codes))) if codes else []
    applies = all_apply or random.random() < 0.6
    return dictionary.Variable(
        name,
        entity,  # type: ignore[arg-type]
        kind,  # type: ignore[arg-type]
        choices=tuple(dictionary.Choice(code) for code in chosen),
        missing=("unknown", "refused") if applies else ("unknown", "refused", "not_applicable"),
    )
