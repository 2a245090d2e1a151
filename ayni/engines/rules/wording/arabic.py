"""The readings in Arabic.

A label's gender is not known, so what is said of one is said in words that do not agree: comparatives, "على الأقل",
a colon. Names in Latin letters are isolated, so that they leave the order of the sentence as it is.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from ayni.engines.rules.wording.phrases import Attribute, Kind, Noun, People, Phrases, Sign, Unit, Value, Who

SIGNS: dict[Kind, dict[Sign, str]] = {
    "number": {
        "<": "{} أقل من {}",
        "<=": "{} على الأكثر {}",
        ">": "{} أكثر من {}",
        ">=": "{} على الأقل {}",
        "==": "{}: {}",
        "!=": "{}: غير {}",
    },
    "date": {
        "<": "{} قبل {}",
        "<=": "{} في {} أو قبل ذلك",
        ">": "{} بعد {}",
        ">=": "{} في {} أو بعد ذلك",
        "==": "{}: {}",
        "!=": "{}: غير {}",
    },
    "text": {"==": "{}: {}", "!=": "{}: غير {}"},
}
#: One, many, and whether the noun is feminine.
NOUNS: dict[Noun, tuple[str, str, bool]] = {
    "person": ("شخص", "الأشخاص", False),
    "woman": ("امرأة", "النساء", True),
    "girl": ("فتاة", "الفتيات", True),
    "female": ("أنثى", "الإناث", True),
    "man": ("رجل", "الرجال", False),
    "boy": ("صبي", "الصبيان", False),
    "male": ("ذكر", "الذكور", False),
}
WHO: dict[Who, str] = {
    "household": "الأسرة",
    "area": "المنطقة",
    "person": "الشخص",
    "member": "الفرد",
    "head": "رب الأسرة",
}
#: One, two (after a preposition), three to ten, more.
UNITS: dict[Unit, tuple[str, str, str, str]] = {
    "years": ("سنة واحدة", "سنتين", "سنوات", "سنة"),
    "months": ("شهر واحد", "شهرين", "أشهر", "شهرًا"),
    "days": ("يوم واحد", "يومين", "أيام", "يومًا"),
}
MANY: dict[Unit, str] = {"years": "بالسنوات", "months": "بالأشهر", "days": "بالأيام"}
GATHERED = {"sum": "مجموع", "min": "أدنى قيمة من", "max": "أعلى قيمة من", "avg": "متوسط"}
ARITHMETIC = {"+": "زائد", "-": "ناقص", "*": "مضروبًا في", "/": "مقسومًا على"}


class Arabic(Phrases):
    code, locale, right_to_left = "ar", "ar", True
    names: ClassVar[Mapping[tuple[str, str], str]] = {
        ("household", "id"): "رقم الأسرة",
        ("household", "area"): "المنطقة",
        ("household", "area_1"): "منطقة المستوى الأول",
        ("area", "code"): "رمز المنطقة",
        ("person", "id"): "الرقم في السجل",
        ("person", "number"): "الرقم في الأسرة",
        ("person", "sex"): "الجنس",
        ("person", "relationship"): "صلة القرابة برب الأسرة",
    }
    choices: ClassVar[Mapping[str, str]] = {
        "female": "أنثى",
        "male": "ذكر",
        "head": "رب الأسرة",
        "spouse": "زوج أو زوجة",
        "child": "ابن أو ابنة",
        "parent": "أب أو أم",
        "grandchild": "حفيد أو حفيدة",
        "sibling": "أخ أو أخت",
        "other_relative": "قريب آخر",
        "non_relative": "بلا قرابة",
    }

    def quoted(self, text: str) -> str:
        return f"«{self.foreign(text)}»"

    def label_of(self, label: str, who: Who) -> Value:
        between = "في" if who == "area" else "لدى"
        return Value(f"{label} {between} {WHO[who]}" if who in ("person", "head", "area") else label)

    def the_day(self) -> Value:
        return Value("يوم القرار")

    def yes(self, answer: bool) -> str:
        return "نعم" if answer else "لا"

    def score(self, title: str) -> Value:
        return Value(f"الدرجة {self.quoted(title)}")

    def received(self, title: str, months: int) -> Value:
        period = "الشهر الأخير" if months == 1 else f"آخر {self._spell(months, 'months')}"
        return Value(f"المبلغ الذي تلقته الأسرة من {self.quoted(title)} خلال {period}")

    def age(self, who: Who, unit: Unit, day: str) -> Value:
        whose = "العمر" if who == "member" else f"عمر {WHO[who]}"
        return Value(f"{whose} {MANY[unit]}{_on(day)}")

    def between(self, unit: Unit, start: Value, end: Value) -> Value:
        named = {"years": "السنوات الكاملة", "months": "الأشهر الكاملة", "days": "الأيام"}[unit]
        return Value(f"عدد {named} من {start} إلى {end}")

    def shifted(self, day: Value, number: int, unit: Unit) -> Value:
        return Value(f"{'قبل' if number < 0 else 'بعد'} {self._spell(abs(number), unit)} من {day}")

    def part(self, part: Literal["year", "month"], day: Value) -> Value:
        return Value(f"السنة في {day}" if part == "year" else f"رقم الشهر (1 إلى 12) في {day}")

    def arithmetic(self, sign: Literal["+", "-", "*", "/"], left: Value, right: Value) -> Value:
        return Value(f"{left} {ARITHMETIC[sign]} {right}")

    def minus(self, value: Value) -> Value:
        return Value(f"سالب {value}")

    def extreme(self, which: Literal["min", "max"], items: Sequence[str]) -> Value:
        return Value(f"{'الأصغر' if which == 'min' else 'الأكبر'} من بين ما يلي: {'؛ '.join(items)}")

    def count(self, people: People) -> Value:
        return Value(f"عدد {self._people(people)}")

    def gathered(self, what: Literal["sum", "min", "max", "avg"], value: Value, people: People) -> Value:
        named = value.text if value.text.startswith("(") else self.quoted(value.text)
        return Value(f"{GATHERED[what]} {named} بين {self._people(people)}")

    def if_else(self, test: str, yes: str, no: str) -> str:
        return f"إذا {test}، فعندئذ {yes}؛ وإلا {no}"

    def whole(self, unit: str, holds: bool) -> str:
        if unit == "person":
            return "كل الأشخاص" if holds else "لا أحد"
        return "كل الأسر" if holds else "لا أسرة"

    def always(self, holds: bool) -> str:
        return "دائمًا" if holds else "أبدًا"

    def not_so(self, clause: str) -> str:
        return f"ليس صحيحًا أن {self.bracketed(clause)}"

    def compared(self, sign: Sign, left: Value, right: Value, kind: Kind) -> str:
        return SIGNS[kind][sign].format(left, right)

    def one_of(self, value: Value, options: Sequence[str], negated: bool) -> str:
        if negated:
            return f"{value}: {' و'.join(f'غير {option}' for option in options)}"
        return f"{value}: {self.options(options)}"

    def answered(self, label: Value, answer: bool, negated: bool) -> str:
        return f"{label}: {'ليس ' if negated else ''}{self.yes(answer)}"

    def contains(self, label: Value, choice: str, negated: bool) -> str:
        return f"{label}: من دون {choice}" if negated else f"{label}: يشمل {choice}"

    def enrolled(self, who: Who, title: str, negated: bool) -> str:
        said = "مسجلة" if who in ("household", "area") else "مسجل"
        return f"{WHO[who]} {'غير ' if negated else ''}{said} في {self.quoted(title)}"

    def within(self, area: str, negated: bool) -> str:
        return f"تعيش الأسرة {'خارج' if negated else 'في'} المنطقة {self.quoted(area)}"

    def same_truth(self, left: str, right: str, negated: bool) -> str:
        left, right = self.bracketed(left), self.bracketed(right)
        if negated:
            return f"يتحقق واحد فقط من {left} و{right}"
        return f"يتحقق {left} و{right} معًا أو لا يتحقق أي منهما"

    def aged(self, sign: Sign, number: float, unit: Unit, day: str) -> Attribute:
        size = self._spell(number, unit)
        said = {
            "<": f"أقل من {size}",
            "<=": f"{size} أو أقل",
            ">": f"أكثر من {size}",
            ">=": f"{size} أو أكثر",
            "==": f"{size} بالضبط",
            "!=": f"غير {size}",
        }[sign]
        return _aged(said + _on(day))

    def aged_between(self, low: float, high: float, inclusive: bool, unit: Unit, day: str) -> Attribute:
        end = f"{'' if inclusive else 'أقل من '}{self._spell(high, unit)}"
        return _aged(f"من {self.number(low)} إلى {end}{_on(day)}")

    def aged_one_of(self, options: Sequence[str], unit: Unit, day: str, negated: bool) -> Attribute:
        said = " و".join(f"غير {option}" for option in options) if negated else self.options(options)
        return _aged(f"{MANY[unit]} {said}{_on(day)}")

    def of_sex(self, code: str, negated: bool) -> Attribute:
        said = f"{'غير ' if negated else ''}{self.choices[code]}"
        return Attribute(
            f"جنسه {said}", f"جنسه {said}", f"جنسها {said}", f"الذين جنسهم {said}", f"اللواتي جنسهن {said}"
        )

    def having(self, clause: str, *, verbal: bool) -> Attribute:
        clause = f"«{clause}»"
        return Attribute(f"لديه {clause}", "", f"لديها {clause}", f"الذين لديهم {clause}", f"اللواتي لديهن {clause}")

    def in_programme(self, title: str, negated: bool) -> Attribute:
        said = f"{'غير ' if negated else ''}{{}} في {self.quoted(title)}"
        one = said.format("مسجل")
        return Attribute(
            one, one, said.format("مسجلة"), f"الذين هم {said.format('مسجلون')}", f"اللواتي هن {said.format('مسجلات')}"
        )

    def for_whom(self, clause: str) -> Attribute:
        clause = self.bracketed(clause)
        return Attribute(
            f"ينطبق عليه {clause}",
            "",
            f"ينطبق عليها {clause}",
            f"الذين ينطبق عليهم {clause}",
            f"اللواتي ينطبق عليهن {clause}",
        )

    def said_of(self, who: Who, attribute: Attribute) -> str:
        return f"{WHO[who]} {attribute.predicate}"

    def exists(self, people: People, negated: bool) -> str:
        feminine = NOUNS[people.noun][2]
        verb = "تعيش" if feminine else "يعيش"
        if negated:
            return f"لا {verb} في الأسرة أي {self._one(people)}"
        return f"{verb} في الأسرة {self._one(people)}"

    def exactly_one(self, people: People, negated: bool) -> str:
        counted = "واحدة" if NOUNS[people.noun][2] else "واحد"
        one, *rest = NOUNS[people.noun][0], *self._said(people)
        said = f"{one} {counted} بالضبط {' و'.join(rest)}".rstrip()
        return f"{'ليس في الأسرة' if negated else 'في الأسرة'} {said}"

    def everyone(self, people: People, attribute: Attribute, negated: bool) -> str:
        feminine = NOUNS[people.noun][2]
        one = "فرد" if people == People() else self._one(people)
        said = f"كل {one} في الأسرة {attribute.form(feminine=feminine)}"
        return f"ليس {said}" if negated else said

    def for_members(self, what: Literal["exists", "all", "one"], people: People, negated: bool) -> str:
        start = {
            ("exists", False): "لدى واحد على الأقل من",
            ("exists", True): "ليس لدى أحد من",
            ("all", False): "لدى جميع",
            ("all", True): "ليس لدى جميع",
            ("one", False): "لدى واحد بالضبط من",
            ("one", True): "ليس لدى واحد بالضبط من",
        }[what, negated]
        return f"{start} {self._people(people)}"

    def both(self, clauses: Sequence[str]) -> str:
        return " و".join(clauses)

    def either(self, clauses: Sequence[str]) -> str:
        return " أو ".join(clauses)

    def options(self, items: Sequence[str]) -> str:
        return " أو ".join(filter(None, ("، ".join(items[:-1]), *items[-1:])))

    def all_of(self) -> str:
        return "كل ما يلي"

    def any_of(self) -> str:
        return "واحد على الأقل مما يلي"

    def listed(self, heading: str, clauses: Sequence[str]) -> str:
        return f"{heading}: {'؛ '.join(clauses)}"

    def branch(self) -> tuple[str, str, str]:
        return "إذا", "فعندئذ", "وإلا"

    def is_plain(self, clause: str) -> bool:
        return not any(word in clause for word in (" و", " أو ", "؛"))

    def _people(self, people: People) -> str:
        if people == People():
            return "أفراد الأسرة"
        _, many, feminine = NOUNS[people.noun]
        said = [attribute.form(feminine=feminine, plural=True) for attribute in people.attributes]
        return " ".join(filter(None, (many, " و".join(said))))

    def _one(self, people: People) -> str:
        return " ".join(filter(None, (NOUNS[people.noun][0], " و".join(self._said(people)))))

    def _said(self, people: People) -> list[str]:
        return [attribute.form(feminine=NOUNS[people.noun][2]) for attribute in people.attributes]

    def _spell(self, number: float, unit: Unit) -> str:
        one, two, few, many = UNITS[unit]
        if number in (1, 2):
            return one if number == 1 else two
        is_few = number == int(number) and 3 <= abs(number) % 100 <= 10
        return f"{self.number(number)} {few if is_few else many}"


def _aged(said: str) -> Attribute:
    return Attribute(
        f"عمره {said}", f"عمره {said}", f"عمرها {said}", f"الذين أعمارهم {said}", f"اللواتي أعمارهن {said}"
    )


def _on(day: str) -> str:
    return f" في {day}" if day else ""
