"""Who is in a file twice: beside Splink set up as its documentation begins, with the quality of both."""

from __future__ import annotations

import functools
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measuring

PERSONS_A_HOUSEHOLD = 5
MAPPING = """
record: id
names: {given: given, family: family}
birth_date: born
sex: sex
place: [district, village]
phone: phone
"""
TIMES = 0.7  # of what Splink takes
THRESHOLDS = (0.05, 0.5, 0.9)


def cases(households: int) -> list[measuring.Case]:
    persons = households * PERSONS_A_HOUSEHOLD
    folder = Path(tempfile.mkdtemp(prefix="ayni-linkage-"))
    measuring.apart(functools.partial(_made, persons, folder))
    return [
        measuring.Case(
            work="who is in a file twice",
            size=f"{persons:,} records",
            ours=functools.partial(_ours, folder),
            beside_name="Splink, as its documentation begins",
            beside=functools.partial(_splink, folder),
            goal=TIMES,
            units=("records", persons),
            same=functools.partial(_quality, folder),
            rounds=1 if persons > 500_000 else 3,
        )
    ]


def _made(persons: int, folder: Path) -> None:
    import pyarrow.parquet as pq

    from benchmarks import people_twice

    pq.write_table(people_twice.made(persons), folder / "people.parquet")


def _ours(folder: Path) -> int:
    from ayni.engines.linkage import linking, mapping

    shutil.rmtree(folder / "ours", ignore_errors=True)
    run = linking.link(
        linking.Asked((str(folder / "people.parquet"),), mapping.read(MAPPING), folder / "ours", memory="3GB")
    )
    return run.records


def _splink(folder: Path) -> int:
    """Names, date, sex, place and telephone by the library's own comparisons; rules and training as in its tutorial."""
    import splink
    import splink.comparison_library as compared
    from splink import SettingsCreator, block_on

    logging.disable(logging.WARNING)
    interface = splink.DuckDBAPI()
    connection = interface._con
    columns = "id AS unique_id, given, family, born, sex, district, phone"
    connection.execute(f"CREATE TABLE people AS SELECT {columns} FROM '{folder / 'people.parquet'}'")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compared.ForenameSurnameComparison("given", "family"),
            compared.DateOfBirthComparison("born", input_is_string=True),
            compared.ExactMatch("sex"),
            compared.ExactMatch("district").configure(term_frequency_adjustments=True),
            compared.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "family"), block_on("born", "family"), block_on("born", "given"), block_on("phone"),
        ],
        retain_matching_columns=False,
    )  # fmt: skip
    linker = splink.Linker(interface.register("people"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("given", "family", "born")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
    found = linker.inference.predict(threshold_match_probability=0.01)
    (folder / "splink").mkdir(exist_ok=True)
    pairs = 'unique_id_l AS "left", unique_id_r AS "right", match_probability AS score'
    connection.execute(f"COPY (SELECT {pairs} FROM {found.physical_name}) TO '{folder / 'splink' / 'pairs.parquet'}'")
    return int(connection.execute("SELECT count(*) FROM people").fetchall()[0][0])


def _quality(folder: Path) -> None:
    """Told for both; refused when ours is the worse."""
    ours, beside = (_told(folder, name) for name in ("ours", "splink"))
    for name, told in (("ours", ours), ("Splink", beside)):
        print(f"  {name}: " + "; ".join(f"{key} {value:.4f}" for key, value in told.items()), flush=True)
    best = [max(value for key, value in told.items() if key.startswith("F1")) for told in (ours, beside)]
    if best[0] < best[1]:
        raise measuring.BenchmarkFailed(f"F1 {best[0]:.4f} of ours is below the {best[1]:.4f} of Splink.")


def _told(folder: Path, name: str) -> dict[str, Any]:
    import duckdb

    people = f"read_parquet('{folder / 'people.parquet'}')"
    with duckdb.connect() as connection:
        connection.execute(f"""
            CREATE TABLE found AS SELECT score, one.person = other.person AS is_right
            FROM read_parquet('{folder / name / "pairs.parquet"}') AS pairs
            JOIN {people} AS one ON one.id = pairs."left" JOIN {people} AS other ON other.id = pairs."right" """)
        true = connection.execute(
            f"SELECT sum(size * (size - 1) // 2) FROM (SELECT count(*) AS size FROM {people} GROUP BY person)"
        ).fetchall()[0][0]
        told = {}
        for at in THRESHOLDS:
            linked, right = connection.execute(
                f"SELECT count(*), count(*) FILTER (is_right) FROM found WHERE score >= {at}"
            ).fetchall()[0]
            told[f"F1 from {at}"] = 2 * right / (linked + true)
        kept = connection.execute("SELECT count(*) FILTER (is_right) FROM found").fetchall()[0][0]
        return {**told, "true pairs weighed above 0.01": kept / true}
