"""One meaning: the reader of one unit, DuckDB, Polars and Spark give the same answer in every cell.

A case is one rule over one registry. AYNI_CASES sets how many there are: 520 unless it says otherwise, 10,000 and more
at night. A world that fails is made again by its number: `worlds.draw(number)`; "7/2" is `worlds.draw(7).elsewhere(2)`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ayni.engines import backends
from tests.generative.rules import engines, worlds

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

CASES = int(os.environ.get("AYNI_CASES", "520"))
NIGHTLY = CASES >= 10_000
DECIDED_ON_SPARK = max(CASES // 100, 1)
REGISTRIES = 2  # that the same rules are asked of
DEPTHS = worlds.DEEP if NIGHTLY else worlds.SHALLOW  # Spark plans the deep ones for some seconds more
SEEDS = st.integers(0, 2**32)
KEPT = [Phase.explicit, Phase.reuse, Phase.generate]  # a smaller failing world is no clearer, and takes minutes
#: Small registries are reckoned sooner than Spark compiles its plan for them, and Java itself.
UNOPTIMISED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
QUICKLY = {"spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false"}
INTERPRETED = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}


def _settings(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=KEPT)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark; its session serves every test of this module."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", UNOPTIMISED)
        try:
            engine: Any = backends.connect("spark", memory="2GB")
        except backends.EngineMissing as missing:
            pytest.skip(str(missing))
        with engine:
            for name, value in {**INTERPRETED, **QUICKLY}.items():
                engine.session.conf.set(name, value)
            yield engine


@pytest.fixture(scope="module")
def quick() -> Iterator[list[Any]]:
    """The engines in this process."""
    pytest.importorskip("polars", reason="polars is not installed")
    with backends.connect("duckdb") as duck, backends.connect("polars") as polar:
        yield [duck, polar]


def test_every_value_is_the_same(quick: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    _every_value(quick, tmp_path_factory)


def test_every_value_is_the_same_on_spark(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    _every_value([spark], tmp_path_factory)


def test_every_decision_is_the_same(quick: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    @given(seed=SEEDS)
    @_settings(max(CASES // 60, 1))
    def agree(seed: int) -> None:
        world = worlds.draw(seed)
        files = engines.written(world, tmp_path_factory.mktemp("world"))
        expected = world.decided()
        for engine in quick:
            _agree(world, expected, engines.decide(world, engine, files), engine)

    agree()


def test_spark_decides_the_same(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    @given(seed=SEEDS)
    @_settings(DECIDED_ON_SPARK)
    def agree(seed: int) -> None:
        world = worlds.draw(seed, rules=8, depths=DEPTHS)
        files = engines.written(world, tmp_path_factory.mktemp("world"))
        _agree(world, world.decided(), engines.decide(world, spark, files), spark)

    agree()


def test_neither_order_nor_parts_nor_threads_change_a_byte(quick: list[Any], tmp_path: Path) -> None:
    world, whole, parted = _in_two_ways(tmp_path)
    duck, polar = quick
    answers = [engines.decide(world, polar, files) for files in (whole, parted)]
    for threads in (1, 2, 4):
        duck.backend.con.execute(f"SET threads = {threads}")
        answers += [engines.decide(world, duck, files) for files in (whole, parted)]
    assert _as_bytes(answers) == _as_bytes(answers[:1])


def test_neither_order_nor_parts_change_a_byte_on_spark(quick: list[Any], spark: Any, tmp_path: Path) -> None:
    world, whole, parted = _in_two_ways(tmp_path)
    answers = [engines.decide(world, quick[0], whole), engines.decide(world, spark, whole)]
    for parallel in ("2", "7"):
        spark.session.conf.set("spark.sql.shuffle.partitions", parallel)
        answers.append(engines.decide(world, spark, parted))
    spark.session.conf.set("spark.sql.shuffle.partitions", QUICKLY["spark.sql.shuffle.partitions"])
    assert _as_bytes(answers) == _as_bytes(answers[:1])


def _in_two_ways(folder: Path) -> tuple[worlds.World, engines.Files, engines.Files]:
    """A world, its files, and the same rows backwards in several files."""
    world = worlds.draw(20, rules=8)
    whole = engines.written(world, folder / "whole")
    return world, whole, engines.written(world, folder / "parted", parts=5, backwards=True)


def _as_bytes(answers: list[Any]) -> set[bytes]:
    return {repr(answer.to_pydict()).encode() for answer in answers}


def _every_value(on: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    """As many cases as there are to be, each rule's value compared for every unit."""

    @given(seed=SEEDS)
    @_settings(-(-CASES // (worlds.RULES * REGISTRIES)))
    def agree(seed: int) -> None:
        first = worlds.draw(seed, depths=DEPTHS)
        for world in (first, *(first.elsewhere(place) for place in range(1, REGISTRIES))):
            files = engines.written(world, tmp_path_factory.mktemp("world"))
            expected = world.values()
            for engine in on:
                _agree(world, expected, engines.values(world, engine, files), engine)

    agree()


def _agree(world: worlds.World, expected: dict[int, dict[str, Any]], found: Any, engine: Any) -> None:
    wrong = engines.disagreements(world, expected, found, engine.name)
    assert not wrong, f"{len(wrong)} cells differ. The first:\n{wrong[0]}"
