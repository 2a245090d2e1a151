"""The device's reading of a questionnaire's logic is the server's: the same expressions, the same values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ayni.engines.questionnaires import checking, errors, tree, xpath
from ayni.intake.queries import drafts
from tests.browser import looking
from tests.pages import district

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def question(name: str, type: str, path: str = "/data", **more: str) -> dict[str, str]:
    return {"name": name, "type": type, "path": f"{path}/{name}", **more}


TREE = {
    "id": "logic",
    "version": "1",
    "titles": {"en": "Logic"},
    "languages": ["en"],
    "default_language": "en",
    "lists": {"colours": [{"name": "red", "labels": {"en": "Red"}, "more": {"warm": "1"}}, {"name": "blue"}]},
    "children": [
        question("name", "text"),
        question("rooms", "integer"),
        question("rate", "decimal"),
        question("day", "date"),
        question("assets", "select_multiple", choices="colours"),
        question("colour", "select_one", choices="colours"),
        question("hidden_one", "text", relevant="/data/rooms > 5"),
        question("empty", "integer"),
        {
            "name": "people",
            "path": "/data/people",
            "is_repeat": True,
            "children": [
                question("called", "text", "/data/people"),
                question("age", "integer", "/data/people"),
                question("kin", "text", "/data/people"),
            ],
        },
        question("heads", "calculate", calculate="count(/data/people[kin = 'head'])"),
        question("total", "calculate", calculate="sum(/data/people/age)"),
    ],
}
ANSWERS: dict[str, Any] = {
    "name": "Ámina “x” محمد",
    "rooms": "3",
    "rate": "2.5",
    "day": "2024-02-29",
    "assets": "red blue",
    "colour": "red",
    "hidden_one": "typed and not asked",
    "people": [
        {"called": "A", "age": "40", "kin": "head"},
        {"called": "B", "age": "9", "kin": "child"},
        {"called": "C", "kin": "child"},
    ],
}
EXPRESSIONS = """
1 + 2 * 3
(1 + 2) * 3
-(/data/rooms)
7 mod 3
-7 mod 3
7 div 2
1 div 0
0 div 0
/data/rooms = 3
/data/rooms != 3
/data/rooms > 2 and /data/rooms < 4
/data/rooms >= 3 or false()
/data/empty = ''
/data/empty > 0
/data/empty != ''
/data/nothing = ''
not(/data/nothing)
/data/hidden_one = ''
string-length(/data/name)
substr(/data/name, 0, 3)
substr(/data/name, 2)
substring(/data/name, 2, 3)
substring('12345', 1.5, 2.6)
contains(/data/name, 'mina')
starts-with(/data/name, 'Á')
ends-with(/data/name, 'محمد')
substring-before('a-b-c', '-')
substring-after('a-b-c', '-')
substring-before('abc', 'x')
translate('abcabc', 'ab', 'x')
normalize-space('  a   b ')
concat(/data/name, ' ', /data/rooms, ' ', 1 + 1)
concat(/data/people/called)
join(', ', /data/people/called)
selected(/data/assets, 'red')
selected(/data/assets, 'green')
selected-at(/data/assets, 1)
selected-at(/data/assets, 5)
count-selected(/data/assets)
count(/data/people)
count(/data/people[age > 18])
count(/data/people[kin = 'child'])
count-non-empty(/data/people/age)
/data/people[2]/called
/data/people[last()]/called
/data/people[position() = 1]/called
/data/people[kin = 'head'][1]/called
sum(/data/people/age)
max(/data/people[age != '']/age)
min(4, 2, 8)
max(/data/empty)
indexed-repeat(/data/people/called, /data/people, 2)
position(/data/people[3])
/data/people/age > 39
//age = 9
/data/*/called = 'B'
../data/rooms
if(/data/rooms = 3, 'three', 'other')
coalesce(/data/empty, /data/rooms, 7)
coalesce(/data/empty, '')
once('x')
boolean('')
boolean(0)
boolean('false')
boolean-from-string('TRUE')
boolean-from-string('1')
number('12.50')
number('x')
number('')
number(true())
int(-2.7)
int('x')
string(3)
string(3.25)
string(true())
string(1 = 1)
round(2.5)
round(-2.5)
round(3.14159, 2)
round(1250, -2)
floor(-1.5)
ceiling(1.2)
abs(-4)
pow(2, 10)
sqrt(16)
sqrt(-1)
exp10(2)
regex('H00000012', '^H[0-9]{8}$')
regex('H0000001', '^H[0-9]{8}$')
regex('ab', 'a')
checklist(1, 2, true(), false(), true())
checklist(-1, 1, true(), true())
/data/day < '2024-03-01'
/data/day = date('2024-02-29')
/data/day > date('2024-02-28')
/data/day + 1
number(/data/day)
date('2024-02-30')
string(date('2024-01-05'))
format-date(/data/day, '%Y/%m/%e %b %a %y %n %%')
decimal-date-time('1970-01-02')
/data/day <= today()
today() > date('2020-01-01')
jr:choice-name(/data/colour, '/data/colour')
instance('colours')/root/item[warm = '1']/name
count(instance('colours')/root/item)
/data/rooms | /data/rate
/data/colour = 'red' and not(selected(/data/assets, 'green')) and count(/data/people) = 3
'a' = 'A'
'2' = 2
'' = 0
'x' < 1
/data/heads
/data/total
/data/rate * 2
'it''s'
1 +
unknown-function(1)
pulldata('x', 'y', 'z', 'w')
instance('elsewhere')/root
""".strip().splitlines()
ON_DEVICE = """([tree, answers, texts, now]) => {
  const form = new ayniForm.Form({tree, files: {}, language: 'en', members: '', parents: []});
  form.lay(answers, new Date(now));
  return texts.map(text => { try {
    const said = ayniExpressions.on(text, form.root, form.around);
    return ayniExpressions.asText(said);
  } catch (error) { return error instanceof ayniExpressions.Unknown ? '?' : 'broken: ' + error; } });
}"""


def on_server() -> list[str]:
    form = tree.from_data(TREE)
    instance = drafts.made(form, ANSWERS, now=NOW, files={})

    around = checking._Check(instance, NOW, {}).around
    found = []
    for text in EXPRESSIONS:
        try:
            found.append(xpath.as_text(xpath.read(text).on(instance.root, around)))
        except (errors.ExpressionError, errors.NotEvaluated):
            found.append("?")
    return found


def same(one: str, other: str) -> bool:
    try:
        return one == other or abs(float(one) - float(other)) < 1e-9
    except ValueError:
        return False


def test_the_device_reads_expressions_as_the_server(reading: Any, place: district.District) -> None:
    seen: looking.Reader = reading(place.users["enumerator"])
    page = seen.open("/filling/")
    told = page.evaluate(ON_DEVICE, [TREE, ANSWERS, EXPRESSIONS, NOW.isoformat()])
    pairs = zip(EXPRESSIONS, on_server(), told, strict=True)
    assert [(text, one, other) for text, one, other in pairs if not same(one, other)] == []
