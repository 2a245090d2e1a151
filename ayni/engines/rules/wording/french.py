"""The readings in French.

A label's gender is not known, so nothing agrees with one: a label is followed by a colon and its value, a phrase of
the language's own by a verb.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, Literal

from ayni.engines.rules.wording.phrases import Attribute, Kind, Noun, People, Phrases, Sign, Unit, Value, Who

SPACE = "\u00a0"
VOWEL = re.compile(r"[aeiouyhàâäéèêëîïôöùûœæ]", re.IGNORECASE)
AFTER_COLON: dict[Kind, dict[Sign, str]] = {
    "number": {"<": "moins de ", "<=": "au plus ", ">": "plus de ", ">=": "au moins ", "==": "", "!=": "autre que "},
    "date": {
        "<": "avant ",
        "<=": "au plus tard ",
        ">": "après ",
        ">=": "au plus tôt ",
        "==": "",
        "!=": "autre que ",
    },
    "text": {"==": "", "!=": "autre que "},
}
VERBS: dict[Kind, dict[Sign, str]] = {
    "number": {
        "<": "est inférieur{} à",
        "<=": "est au plus égal{} à",
        ">": "est supérieur{} à",
        ">=": "est au moins égal{} à",
        "==": "est égal{} à",
        "!=": "est différent{} de",
    },
    "date": {
        "<": "est avant",
        "<=": "est au plus tard",
        ">": "est après",
        ">=": "est au plus tôt",
        "==": "est",
        "!=": "n’est pas",
    },
    "text": {"==": "est", "!=": "n’est pas"},
}
NOUNS: dict[Noun, tuple[str, str, str]] = {
    "person": ("une personne", "aucune personne", "personnes"),
    "woman": ("une femme", "aucune femme", "femmes"),
    "girl": ("une fille", "aucune fille", "filles"),
    "female": ("une personne de sexe féminin", "aucune personne de sexe féminin", "personnes de sexe féminin"),
    "man": ("un homme", "aucun homme", "hommes"),
    "boy": ("un garçon", "aucun garçon", "garçons"),
    "male": ("une personne de sexe masculin", "aucune personne de sexe masculin", "personnes de sexe masculin"),
}
WHO: dict[Who, str] = {
    "household": "le ménage",
    "area": "la zone",
    "person": "la personne",
    "member": "le membre",
    "head": "le chef de ménage",
}
GATHERED = {
    "sum": ("la somme", "f"),
    "min": ("la plus petite valeur", "f"),
    "max": ("la plus grande valeur", "f"),
    "avg": ("la moyenne", "f"),
}
UNITS: dict[Unit, tuple[str, str]] = {"years": ("an", "ans"), "months": ("mois", "mois"), "days": ("jour", "jours")}
ARITHMETIC = {"+": "plus", "-": "moins", "*": "fois", "/": "divisé{} par"}


class French(Phrases):
    code, locale = "fr", "fr"
    names: ClassVar[Mapping[tuple[str, str], str]] = {
        ("household", "id"): "Numéro du ménage",
        ("household", "area"): "Zone",
        ("household", "area_1"): "Zone du premier niveau",
        ("area", "code"): "Code de la zone",
        ("person", "id"): "Numéro au registre",
        ("person", "number"): "Numéro dans le ménage",
        ("person", "sex"): "Sexe",
        ("person", "relationship"): "Lien avec le chef de ménage",
    }
    choices: ClassVar[Mapping[str, str]] = {
        "female": "féminin",
        "male": "masculin",
        "head": "chef de ménage",
        "spouse": "conjoint",
        "child": "enfant",
        "parent": "père ou mère",
        "grandchild": "petit-enfant",
        "sibling": "frère ou sœur",
        "other_relative": "autre parent",
        "non_relative": "sans lien de parenté",
    }

    def day(self, value: date) -> str:
        said = super().day(value)
        return f"le 1er{said[1:]}" if value.day == 1 else f"le {said}"

    def quoted(self, text: str) -> str:
        return f"«{SPACE}{self.foreign(text)}{SPACE}»"

    def label_of(self, label: str, who: Who) -> Value:
        return Value(f"{label} {de(WHO[who])}" if who in ("person", "head", "area") else label)

    def the_day(self) -> Value:
        return Value("le jour de la décision", "m")

    def yes(self, answer: bool) -> str:
        return "oui" if answer else "non"

    def score(self, title: str) -> Value:
        return Value(f"le score {self.quoted(title)}", "m")

    def received(self, title: str, months: int) -> Value:
        period = "du dernier mois" if months == 1 else f"des {self.number(months)} derniers mois"
        return Value(f"le montant reçu par le ménage de {self.quoted(title)} au cours {period}", "m")

    def age(self, who: Who, unit: Unit, day: str) -> Value:
        whose = "" if who == "member" else f" {de(WHO[who])}"
        return Value(f"l’âge en {'années' if unit == 'years' else UNITS[unit][1]}{whose}{_on(day)}", "m")

    def between(self, unit: Unit, start: Value, end: Value) -> Value:
        named = {"years": "d’années révolues", "months": "de mois révolus", "days": "de jours"}[unit]
        return Value(f"le nombre {named} entre {start} et {end}", "m")

    def shifted(self, day: Value, number: int, unit: Unit) -> Value:
        return Value(f"{self._spell(abs(number), unit)} {'avant' if number < 0 else 'après'} {day}", "m")

    def part(self, part: Literal["year", "month"], day: Value) -> Value:
        if part == "year":
            return Value(f"l’année {self._of(day)}", "f")
        return Value(f"le mois (1 à 12) {self._of(day)}", "m")

    def arithmetic(self, sign: Literal["+", "-", "*", "/"], left: Value, right: Value) -> Value:
        return Value(f"{left} {ARITHMETIC[sign].format('e' if left.gender == 'f' else '')} {right}", left.gender)

    def minus(self, value: Value) -> Value:
        return Value(f"moins {value}")

    def extreme(self, which: Literal["min", "max"], items: Sequence[str]) -> Value:
        size = "petite" if which == "min" else "grande"
        return Value(f"la plus {size} de ces valeurs{SPACE}: {'; '.join(items)}", "f")

    def count(self, people: People) -> Value:
        return Value(f"le nombre {de(self._people(people))}", "m")

    def gathered(self, what: Literal["sum", "min", "max", "avg"], value: Value, people: People) -> Value:
        named, gender = GATHERED[what]
        return Value(f"{named} {self._of(value)} parmi les {self._people(people)}", gender)

    def if_else(self, test: str, yes: str, no: str) -> str:
        return f"si {test}, alors {yes}{SPACE}; sinon {no}"

    def whole(self, unit: str, holds: bool) -> str:
        if unit == "person":
            return "toutes les personnes" if holds else "aucune personne"
        return "tous les ménages" if holds else "aucun ménage"

    def always(self, holds: bool) -> str:
        return "toujours" if holds else "jamais"

    def not_so(self, clause: str) -> str:
        return f"il n’est pas vrai que {self.bracketed(clause)}"

    def compared(self, sign: Sign, left: Value, right: Value, kind: Kind) -> str:
        if not left.gender:
            return f"{left}{SPACE}: {_contracted(AFTER_COLON[kind][sign] + str(right))}"
        verb = VERBS[kind][sign].format("e" if left.gender == "f" else "")
        return _contracted(f"{left} {verb} {right}")

    def one_of(self, value: Value, options: Sequence[str], negated: bool) -> str:
        if negated and len(options) > 1:
            return f"{value}{SPACE}: ni {' ni '.join(options)}"
        return f"{value}{SPACE}: {'autre que ' if negated else ''}{self.options(options)}"

    def answered(self, label: Value, answer: bool, negated: bool) -> str:
        return f"{label}{SPACE}: {'pas ' if negated else ''}{self.yes(answer)}"

    def contains(self, label: Value, choice: str, negated: bool) -> str:
        return f"{label}{SPACE}: {'sans' if negated else 'avec'} {choice}"

    def enrolled(self, who: Who, title: str, negated: bool) -> str:
        agreed = "e" if who in ("person", "area") else ""
        verb = "n’est pas" if negated else "est"
        return f"{WHO[who]} {verb} inscrit{agreed} à {self.quoted(title)}"

    def within(self, area: str, negated: bool) -> str:
        return f"le ménage habite {'hors de' if negated else 'dans'} la zone {self.quoted(area)}"

    def same_truth(self, left: str, right: str, negated: bool) -> str:
        left, right = self.bracketed(left), self.bracketed(right)
        if negated:
            return f"soit {left}, soit {right}, mais pas les deux à la fois"
        return f"{left} exactement lorsque {right}"

    def aged(self, sign: Sign, number: float, unit: Unit, day: str) -> Attribute:
        size = self._spell(number, unit)
        if sign == "!=":
            return Attribute(f"d’un âge autre que {size}{_on(day)}", f"a un âge autre que {size}{_on(day)}")
        said = {
            "<": f"moins de {size}",
            "<=": f"{size} ou moins",
            ">": f"plus de {size}",
            ">=": f"{size} ou plus",
            "==": f"exactement {size}",
        }[sign]
        return Attribute(f"{_de(said)}{_on(day)}", f"a {said}{_on(day)}")

    def aged_between(self, low: float, high: float, inclusive: bool, unit: Unit, day: str) -> Attribute:
        said = f"{self.number(low)} à {'' if inclusive else 'moins de '}{self._spell(high, unit)}{_on(day)}"
        return Attribute(f"de {said}", f"a de {said}")

    def aged_one_of(self, options: Sequence[str], unit: Unit, day: str, negated: bool) -> Attribute:
        said = f"{self.options(options)} {UNITS[unit][1]}{_on(day)}"
        if negated:
            return Attribute(f"d’un âge autre que {said}", f"a un âge autre que {said}")
        return Attribute(f"de {said}", f"a {said}")

    def of_sex(self, code: str, negated: bool) -> Attribute:
        said = f"de sexe {self.choices[code]}"
        return Attribute(f"qui n’est pas {said}" if negated else said, f"{'n’est pas' if negated else 'est'} {said}")

    def having(self, clause: str, *, verbal: bool) -> Attribute:
        return Attribute(f"avec {self.quoted(clause)}")

    def in_programme(self, title: str, negated: bool) -> Attribute:
        title = self.quoted(title)
        if negated:
            return Attribute(f"sans inscription à {title}", f"n’a pas d’inscription à {title}")
        return Attribute(f"avec une inscription à {title}", f"a une inscription à {title}")

    def for_whom(self, clause: str) -> Attribute:
        return Attribute(f"pour qui {self.bracketed(clause)}")

    def said_of(self, who: Who, attribute: Attribute) -> str:
        return f"{WHO[who]} {attribute.predicate}"

    def exists(self, people: People, negated: bool) -> str:
        if negated:
            return f"{self._one(people, True)} n’habite dans le ménage"
        return f"{self._one(people, False)} habite dans le ménage"

    def exactly_one(self, people: People, negated: bool) -> str:
        verb = "ne compte pas" if negated else "compte"
        exactly = f"exactement {self._one(people, False)}"
        return f"le ménage {verb} {exactly}"

    def everyone(self, people: People, attribute: Attribute, negated: bool) -> str:
        one = self._one(people, False).split(" ", 1)[1]
        who = "chaque membre du ménage" if people == People() else f"chaque {one} du ménage"
        said = f"{who} {attribute.predicate}"
        return f"il n’est pas vrai que {said}" if negated else said

    def for_members(self, what: Literal["exists", "all", "one"], people: People, negated: bool) -> str:
        start = {
            ("exists", False): "pour au moins un cas parmi les",
            ("exists", True): "pour aucun cas parmi les",
            ("all", False): "pour l’ensemble des",
            ("all", True): "pas pour l’ensemble des",
            ("one", False): "pour exactement un cas parmi les",
            ("one", True): "pas pour exactement un cas parmi les",
        }[what, negated]
        return f"{start} {self._people(people)}"

    def both(self, clauses: Sequence[str]) -> str:
        return " et ".join(clauses)

    def either(self, clauses: Sequence[str]) -> str:
        return " ou ".join(clauses)

    def options(self, items: Sequence[str]) -> str:
        return " ou ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))

    def all_of(self) -> str:
        return "toutes ces conditions"

    def any_of(self) -> str:
        return "au moins une de ces conditions"

    def listed(self, heading: str, clauses: Sequence[str]) -> str:
        return f"{heading}{SPACE}: {f'{SPACE}; '.join(clauses)}"

    def branch(self) -> tuple[str, str, str]:
        return "si", "alors", "sinon"

    def is_plain(self, clause: str) -> bool:
        return not any(word in clause for word in (" et ", " ou ", " ni ", ";", "lorsque"))

    def _people(self, people: People) -> str:
        if people == People():
            return "membres du ménage"
        return " ".join(filter(None, (NOUNS[people.noun][2], _behind(people))))

    def _one(self, people: People, negated: bool) -> str:
        return " ".join(filter(None, (NOUNS[people.noun][negated], _behind(people))))

    def _spell(self, number: float, unit: Unit) -> str:
        return f"{self.number(number)} {UNITS[unit][abs(number) >= 2]}"

    def _of(self, value: Value) -> str:
        """The value after "de": a label in quotation marks, as it has no article."""
        if value.text.startswith("("):
            return f"de {value}"
        return de(value.text) if value.gender else f"de {self.quoted(value.text)}"


def de(phrase: str) -> str:
    """ "De" before a phrase that may begin with an article."""
    if phrase.startswith("le "):
        return f"du {phrase[3:]}"
    return f"des {phrase[4:]}" if phrase.startswith("les ") else _de(phrase)


def _de(phrase: str) -> str:
    return f"d’{phrase}" if VOWEL.match(phrase) else f"de {phrase}"


def _contracted(phrase: str) -> str:
    """Prepositions grown together with the article behind them."""
    for apart, together in ((" à le ", " au "), (" à les ", " aux "), (" de le ", " du "), (" de les ", " des ")):
        phrase = phrase.replace(apart, together)
    return re.sub(r"^de le ", "du ", phrase)


def _behind(people: People) -> str:
    return " et ".join(attribute.behind for attribute in people.attributes)


def _on(day: str) -> str:
    if day.startswith("le "):
        return f" au {day[3:]}"
    return f" à la date suivante ({day})" if day else ""
