"""Spark: on the cores of this machine, or on a cluster whose master the environment names.

AYNI_SPARK_MASTER is `local[2]` unless it says otherwise, as `spark://host:7077`. Every machine of a cluster must reach
the files by the same path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from pyspark.sql import SparkSession
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from ayni.engines.backends import engine

MASTER = "AYNI_SPARK_MASTER"
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",  # a cast that cannot be is unknown, as on the other engines
    "spark.sql.constraintPropagation.enabled": "false",  # costs more to plan many rules than it ever saves here
    "spark.sql.maxPlanStringLength": "2000",  # or it writes out, and keeps, a plan of megabytes for each run
    "spark.sql.ui.retainedExecutions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.log.level": "ERROR",
}


class Compiler(PySparkCompiler):  # type: ignore[misc]
    """Spark's SQL with the aggregate `bit_or`, which Spark has and Ibis does not know of.

    Steps stand one after another, not inside one another: Spark's parser takes minutes over what is nested deep.
    """

    SIMPLE_OPS = {ops.BitOr: "bit_or"}

    def to_sqlglot(self, expr: Any, **options: Any) -> Any:
        return eliminate_subqueries(super().to_sqlglot(expr, **options))


class Spark(engine.Closing):
    name = "spark"

    def __init__(self, memory: str, temporary: Path | None) -> None:
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise engine.EngineMissing("Spark needs Java 17: install it (Debian: openjdk-17-jre-headless), then again.")
        master = os.environ.get(MASTER, "local[2]")
        builder = SparkSession.builder.master(master).appName("ayni").config("spark.driver.memory", _megabytes(memory))
        if not master.startswith("local"):
            builder = builder.config("spark.executor.memory", _megabytes(memory))
        if temporary:
            builder = builder.config("spark.local.dir", str(temporary)).config(
                "spark.sql.warehouse.dir", str(temporary)
            )
        if master.startswith("local["):
            builder = builder.config("spark.sql.shuffle.partitions", "4").config("spark.driver.host", "127.0.0.1")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.backend = ibis.pyspark.connect(self.session)
        self.backend.compiler = Compiler()

    def read(self, name: str, files: Sequence[str]) -> Any:
        self.session.read.parquet(
            *(f"file://{file}" if file.startswith("/") else file for file in files)
        ).createOrReplaceTempView(name)
        return self.backend.table(name)

    def view(self, name: str, expression: Any) -> Any:
        self.session.sql(str(self.backend.compile(expression))).createOrReplaceTempView(name)
        return self.backend.table(name)

    def write(self, expression: Any, path: Path) -> None:
        found = self.session.sql(str(self.backend.compile(expression)))
        found.write.mode("overwrite").parquet(f"file://{path.absolute()}")

    def close(self) -> None:
        self.session.stop()


def _megabytes(memory: str) -> str:
    """Spark writes 2g where DuckDB writes 2GB."""
    return memory.upper().removesuffix("B").lower()


def connect(memory: str, temporary: Path | None) -> Spark:
    return Spark(memory, temporary)
