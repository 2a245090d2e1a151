"""Files of people as one table of records that can be compared: `records`, a row for each person of each file.

Columns, NULL where nothing is known: `number` (0, 1, …), `side` (1 or 2: of which file), `record` (what the file
calls it), the parts of the name in Latin letters with their keys (`written`), `born` (a whole date as told),
`year`, `month`, `day`, `new_year` (1 when told as the first of January), `sex`, `place_1` (the broadest) and on,
`phone`, `id_…`, `other_…`, `household`. Nothing is refused here: a value that cannot be read is unknown, and
counted in what the run tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from ayni.engines.linkage import comparing, mapping, written
from ayni.engines.linkage.mapping import Columns
from ayni.kernel import refusals


class FileRefused(refusals.Refused):
    """A file that cannot be read as a table."""

    def __init__(self, why: str) -> None:
        super().__init__(f"A file could not be read: {why}. Give a CSV file with a row of headings, or Parquet.")


PARTS = ("given", "middle", "family")
YEARS = (1850, 2100)  # in which people are born
#: What is written where nothing is known.
NOT_TOLD = frozenset(
    ("", "-", ".", "?", "na", "n/a", "nan", "none", "null", "nil", "unknown", "not known", "inconnu", "غير معروف")
)
NUMBER = '"number of the row"'  # beside a file's own columns
BEGINS = 4  # letters or digits of a number, and of a word of which nothing more is known
#: What each kind of value is read by. A date is told as year-month-day, day-month-year (or month-day-year where the
#: file's own dates show that), eight digits, with a month by name, or as a year alone.
MACROS = r"""
CREATE MACRO told(text) AS CASE WHEN lower(trim(text)) IN (NOT_TOLD) THEN NULL ELSE trim(text) END;
CREATE MACRO plain(text) AS nullif(regexp_replace(lower(told(text)), '[^\p{L}\p{N}]', '', 'g'), '');
CREATE MACRO western(text) AS CASE WHEN strlen(text) = length(text) THEN told(text)
    ELSE translate(told(text), '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', '012345678901234567890123456789') END;
CREATE MACRO numbered(text) AS nullif(regexp_replace(western(text), '[^0-9]', '', 'g'), '');
CREATE MACRO last_nine(number) AS CASE WHEN length(number) >= 6 THEN right(number, 9) END;
CREATE MACRO called(text) AS last_nine(numbered(text));
CREATE MACRO sexed(text) AS CASE left(lower(told(text)), 1) WHEN 'w' THEN 'f' ELSE left(lower(told(text)), 1) END;
CREATE MACRO named_month(text) AS CASE WHEN regexp_matches(text, '\p{L}') THEN strftime(try_strptime(text, ['%d %b %Y',
    '%d-%b-%Y', '%d %B %Y', '%d-%B-%Y', '%b %d %Y', '%B %d %Y', '%b %d, %Y', '%B %d, %Y']), '%Y-%m-%d') END;
CREATE MACRO digits(text) AS coalesce(named_month(text), regexp_extract(text,
    '^\d{8}$|^\d{4}(?:\D\d{1,2}){0,2}|^\d{1,2}\D\d{1,2}\D\d{4}'));
CREATE MACRO whole(text) AS list_transform(regexp_split_to_array(text, '\D'), lambda part: CAST(part AS INT));
CREATE MACRO read_date(text, month_first) AS CASE
    WHEN text = '' THEN NULL
    WHEN regexp_matches(text, '^\d{8}$') THEN CASE WHEN CAST(text[1:4] AS INT) BETWEEN 1850 AND 2100
        THEN [CAST(text[1:4] AS INT), CAST(text[5:6] AS INT), CAST(text[7:8] AS INT)]
        ELSE [CAST(text[5:8] AS INT), CAST(text[3:4] AS INT), CAST(text[1:2] AS INT)] END
    WHEN regexp_matches(text, '^\d{4}') THEN whole(text)
    WHEN month_first THEN [whole(text)[3], whole(text)[1], whole(text)[2]]
    ELSE list_reverse(whole(text)) END;
CREATE MACRO parts_of(day) AS [CAST(year(day) AS INT), CAST(month(day) AS INT), CAST(day(day) AS INT)];
CREATE MACRO plain_date(text) AS CASE
    WHEN year(TRY_CAST(text AS DATE)) BETWEEN 1850 AND 2100 THEN TRY_CAST(text AS DATE) END;
CREATE MACRO spelt(text) AS list_filter(regexp_split_to_array(lower(told(text)), '[\s,.;/()]+'), lambda word:
    word <> '' AND NOT list_contains(WORDS_LEFT_OUT, word));
"""


def prepare(connection: Any, files: Sequence[str], columns: Columns) -> dict[str, int]:
    """Make `records` from one file or two (Parquet or CSV). Returns how many records hold each column, 0 where no two
    differ. Refuses files that cannot be read, and columns they do not have."""
    left_out = "[" + ", ".join(f"'{word}'" for word in sorted(written.LEFT_OUT)) + "]"
    not_told = ", ".join(f"'{word}'" for word in sorted(NOT_TOLD))
    connection.execute(MACROS.replace("WORDS_LEFT_OUT", left_out).replace("NOT_TOLD", not_told))
    try:
        for side, file in enumerate(files, 1):
            mapping.check(columns, _present(connection, file), file)
            _tell(connection, file, side, columns)
    except duckdb.Error as wrong:
        raise FileRefused(str(wrong).split("\n", 1)[0]) from None
    written.read_names(connection)
    names = ", ".join(
        f"{part}_read.{told} AS {part}{'' if told == 'latin' else '_' + told}"
        for part in PARTS
        for told in written.TOLD
    )
    joins = " ".join(f"LEFT JOIN names_read AS {part}_read ON {part}_read.name = told.{part}" for part in PARTS)
    rest = "".join(f", {name}" for name in beside(columns))
    begins = "".join(f", left({name}, {BEGINS}) AS {name}_begins" for name in beside(columns) if comparing.alike(name))
    known = f"coalesce(date[1] BETWEEN {YEARS[0]} AND {YEARS[1]}, false)"
    connection.execute(f"""
        CREATE TABLE records AS
        WITH dated AS (SELECT *, CASE WHEN {known} THEN date[1] ELSE aged END AS year,
            CASE WHEN {known} THEN nullif(date[2], 0) END AS month,
            CASE WHEN {known} AND date[2] <> 0 THEN nullif(date[3], 0) END AS day FROM told)
        SELECT number, side, coalesce(record, CAST(number AS VARCHAR)) AS record, {names},
            CASE WHEN day IS NOT NULL THEN printf('%04d-%02d-%02d', year, month, day) END AS born, year, month, day,
            CASE WHEN month IS NOT NULL THEN CAST(month = 1 AND coalesce(day, 1) = 1 AS INT) END AS new_year
            {rest}{begins}
        FROM dated AS told {joins} ORDER BY number""")
    connection.execute("DROP TABLE told")
    return _held(connection)


def beside(columns: Columns) -> list[str]:
    """The columns beside name and birth that a mapping brings, as they are called here."""
    named = [word for word in ("sex", "phone", "household") if getattr(columns, word)]
    numbered = (("place", columns.place), ("id", tuple(columns.identifiers)), ("other", columns.other))
    return named + [f"{word}_{number}" for word, given in numbered for number, _ in enumerate(given, 1)]


def _tell(connection: Any, file: str, side: int, columns: Columns) -> None:
    """Add a file's rows to `told`, in our columns. Its rows are numbered first, alone: that goes one by one, and
    what is read of their values after it does not."""
    used = ", ".join(sorted({_quoted(column) for _, column in columns.used()}))
    before = connection.execute("SELECT count(*) FROM told").fetchall()[0][0] if side > 1 else 0
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE raw AS SELECT row_number() OVER () - 1 + {before} AS {NUMBER}, {used}"
        f" FROM {_table(file)}"
    )
    is_month_first = bool(columns.birth_date) and _month_first(connection, columns.birth_date)
    words = f"{NUMBER} AS number, {side} AS side, {', '.join(_values(columns))}"
    dated = f"CASE WHEN day_told IS NULL THEN read_date(born, {is_month_first}) ELSE parts_of(day_told) END"
    rows = f"SELECT * EXCLUDE (born), {dated} AS date FROM (SELECT {words} FROM raw)"
    connection.execute(f"{'INSERT INTO told' if side > 1 else 'CREATE TEMP TABLE told AS'} {rows}")
    connection.execute("DROP TABLE raw")


def _month_first(connection: Any, column: str) -> bool:
    """Whether more of a file's dates can only be read with the month before the day than the other way round."""
    parts = f"regexp_extract({_text(column)}, '^(\\d{{1,2}})\\D(\\d{{1,2}})\\D\\d{{4}}', ['one', 'two'])"
    counted = "count(*) FILTER (TRY_CAST(part.two AS INT) > 12), count(*) FILTER (TRY_CAST(part.one AS INT) > 12)"
    row = connection.execute(f"SELECT {counted} FROM (SELECT {parts} AS part FROM raw)").fetchall()[0]
    return bool(row[0] > row[1])


def _table(file: str) -> str:
    name = file.replace("'", "''")
    return f"read_parquet('{name}')" if file.endswith(".parquet") else f"read_csv('{name}', all_varchar = true)"


def _present(connection: Any, file: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {_table(file)}").fetchall()]


def _values(columns: Columns) -> Iterator[str]:
    yield f"{_text(columns.record)} AS record"
    full = f"spelt({_text(columns.names.get('full', ''))})"
    words = (f"{full}[1]", f"array_to_string({full}[2:-2], ' ')", f"CASE WHEN len({full}) > 1 THEN {full}[-1] END")
    for part, word in zip(PARTS, words, strict=True):
        own = f"array_to_string(spelt({_text(columns.names[part])}), ' ')" if part in columns.names else ""
        told = [f"nullif({text}, '')" for text in (own, word if "full" in columns.names else "") if text]
        yield f"coalesce({', '.join([*told, 'CAST(NULL AS VARCHAR)'])}) AS {part}"
    born = _text(columns.birth_date)
    yield f"plain_date({born}) AS day_told"
    yield f"CASE WHEN plain_date({born}) IS NULL THEN digits(western({born})) END AS born"
    age = (
        f"{columns.told_on.year} - TRY_CAST(numbered({_text(columns.age)}) AS INT)"
        if columns.told_on
        else "CAST(NULL AS INT)"
    )
    yield f"{age} AS aged"
    readers = {"sex": "sexed", "phone": "called", "household": "told"}
    yield from (
        f"{readers[word]}({_text(getattr(columns, word))}) AS {word}" for word in readers if getattr(columns, word)
    )
    for number, _ in enumerate(columns.place, 1):
        within = ", ".join(f"plain({_text(column)})" for column in columns.place[:number])
        own = _text(columns.place[number - 1])
        yield f"CASE WHEN plain({own}) IS NOT NULL THEN concat_ws('/', {within}) END AS place_{number}"
    for word, given in (("id", tuple(columns.identifiers.values())), ("other", columns.other)):
        yield from (f"plain({_text(column)}) AS {word}_{number}" for number, column in enumerate(given, 1))


def _text(column: str) -> str:
    return f"CAST({_quoted(column)} AS VARCHAR)" if column else "CAST(NULL AS VARCHAR)"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _held(connection: Any) -> dict[str, int]:
    """How many records hold each column, 0 where it does not tell two people apart. What is made of a column holds with
    it: the sound of a name with the name, a day of birth with the year."""
    names = [row[0] for row in connection.execute("DESCRIBE records").fetchall()]
    counted = ", ".join(f"count({name}), approx_count_distinct({name})" for name in names)
    row = connection.execute(f"SELECT {counted} FROM records").fetchall()[0]
    told = {name: (held, apart > 1) for name, held, apart in zip(names, row[::2], row[1::2], strict=True)}
    telling = {_made_of(name) for name, (_, tells) in told.items() if tells}
    return {name: held if _made_of(name) in telling else 0 for name, (held, _) in told.items()}


def _made_of(name: str) -> str:
    if name in ("born", "year", "month", "day", "new_year"):
        return "year"
    base, _, made = name.rpartition("_")
    return base if made in (*written.TOLD, "begins") else name


def write(file: str, columns: Columns, keys: Sequence[str], out: str, memory: str) -> None:
    """A Parquet file of a file's records as they are compared, with `record` as in the file, and `keys`: what the
    SQL in `keys` gives of each, without those that are NULL. For who keeps records prepared, so that one more finds
    its like."""
    with duckdb.connect(config={"memory_limit": memory}) as connection:
        prepare(connection, [file], columns)
        kept = f"list_filter([{', '.join(keys)}], lambda key: key IS NOT NULL)" if keys else "CAST([] AS BIGINT[])"
        name = out.replace("'", "''")
        connection.execute(
            f"COPY (SELECT * EXCLUDE (number, side), {kept} AS keys FROM records) TO '{name}' (FORMAT parquet)"
        )
