"""The SQL written by hand, on Spark with two threads: python -m benchmarks.nation.spark_by_hand NATION RESULTS."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.nation import by_hand, country

SETTINGS = {
    "spark.driver.memory": "2g",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.files.maxPartitionBytes": str(32 * 1024 * 1024),
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}


def main(nation: country.Nation, folder: Path) -> None:
    """Start Spark, which is not timed, and decide."""
    session = started()
    began = time.perf_counter()
    written = decide(session, nation, folder)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "did": written, "peak_mb": memory(session)}))
    session.stop()


def memory(session: Any) -> float:
    """The most that Spark's own process held, MB."""
    process = session._jvm.java.lang.ProcessHandle.current().pid()
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def started() -> Any:
    """A session whose machinery has run once."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("nation")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sql("SELECT count(*) FROM range(1000) GROUP BY id % 7").collect()
    return session


def decide(session: Any, nation: country.Nation, folder: Path) -> dict[str, int]:
    """Each unit's answers as a folder of Parquet; how many rows each has."""
    for name in ("households", "persons"):
        session.read.parquet(f"{nation.folder}/{name}/*/").createOrReplaceTempView(name)
    written = {}
    for unit, sql in by_hand.statements(country.DAY).items():
        shutil.rmtree(folder / f"{unit}.parquet", ignore_errors=True)
        session.sql(sql).write.parquet(str(folder / f"{unit}.parquet"))
        written[unit] = session.read.parquet(str(folder / f"{unit}.parquet")).count()
    return written


if __name__ == "__main__":
    main(country.Nation(Path(sys.argv[1])), Path(sys.argv[2]))
