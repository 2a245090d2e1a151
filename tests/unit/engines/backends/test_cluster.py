"""A Spark cluster on this machine, a master and two workers, decides as DuckDB does."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines import dictionary
from ayni.engines.rules import definition
from ayni.snapshots import papers

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
pytestmark = pytest.mark.skipif(
    not (os.environ.get("JAVA_HOME") or shutil.which("java")), reason="Java 17 is not installed"
)

SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
ON = date(2026, 6, 30)
PATIENCE = 300  # seconds, for a machine with much else to do; a quiet one needs less than thirty
LOOPBACK, MEMORY = "127.0.0.1", "512m"
#: Four machines of Java that live for half a minute start sooner when they do not try to run faster later.
HERE = {"SPARK_LOCAL_IP": LOOPBACK, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
#: Four hundred households are reckoned sooner than Java code for them is compiled, or their parts are counted.
DEFAULTS = """
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
"""
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("disability", "person", "boolean"),
        dictionary.Variable("wage", "person", "decimal"),
    ]
)
GRANT = """
programme: grant
unit: household
criteria:
  - {name: crowded, rule: household.rooms < 3}
  - {name: child, rule: "members.exists(m, age(m, on) < 5)"}
  - {name: poor, rule: "members.sum(m, m.wage) <= 2.5"}
benefit: {amount: "100 + 50.255 * members.count(m, age(m, on) < 18)", every: month}
"""
FARES = """
programme: fares
unit: person
criteria: [{name: disability, rule: person.disability}, {name: crowded, rule: household.rooms < 4}]
benefit: {waiver: bus fares, every: year}
"""
PROGRAMMES = {"grant": GRANT, "fares": FARES}


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster that is ready for work; its processes end with the test."""
    folder = tmp_path_factory.mktemp("cluster")
    port = _free_port()
    address = f"spark://{LOOPBACK}:{port}"
    commands = [["org.apache.spark.deploy.master.Master", "--port", str(port), "--webui-port", "0"]]
    for number in range(2):
        work = ["--cores", "1", "--memory", MEMORY, "--work-dir", str(folder / f"work{number}"), "--webui-port", "0"]
        commands.append(["org.apache.spark.deploy.worker.Worker", *work, address])
    log = folder / "log"
    with log.open("w") as said, contextlib.ExitStack() as ending:
        for command in commands:
            ending.callback(_end, _start(command, said))
        _wait_for(log, "Registering worker", times=2)
        yield address


def test_a_cluster_decides_as_duckdb_does(master: str, tmp_path: Path) -> None:
    files = _registry(tmp_path)
    counts = papers.decide(_papers(files), tmp_path / "duckdb")
    (tmp_path / "spark-defaults.conf").write_text(DEFAULTS)
    _run(files, tmp_path / "cluster", master)
    one, other = (pq.read_table(tmp_path / name / "decisions.parquet") for name in ("duckdb", "cluster"))
    assert one.schema.names == other.schema.names and one.num_rows == 1200 + 400
    assert _in_order(one) == _in_order(other)
    assert all(found for by_result in counts.values() for found in by_result.values())
    assert json.loads((tmp_path / "cluster" / "decisions.json").read_text())["results"] == counts


def _in_order(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=lambda row: repr(sorted(row.items(), key=str)))


def _start(command: list[str], said: IO[str]) -> subprocess.Popen[bytes]:
    """One machine of the cluster, in a group of processes of its own: a worker starts others."""
    program = [str(SPARK_CLASS), command[0], "--host", LOOPBACK, *command[1:]]
    environment = os.environ | HERE | {"SPARK_DAEMON_MEMORY": "256m"}
    return subprocess.Popen(program, env=environment, stdout=said, stderr=said, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and everything it started, whatever became of the test."""
    for word in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, word)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)


def _wait_for(log: Path, words: str, *, times: int) -> None:
    for _ in range(PATIENCE * 10):
        if log.read_text().count(words) >= times:
            return
        time.sleep(0.1)
    raise TimeoutError(f"The cluster is not ready yet. It said:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        port: int = found.getsockname()[1]
        return port


def _run(files: Path, out: Path, master: str) -> None:
    """Decide in a process of its own: this one may have had a Spark already."""
    parts = [f"--{name}={files / name}.parquet" for name in ("households", "persons")]
    said = [f"--programme={files / name}.yaml" for name in PROGRAMMES]
    command = [str(Path(sys.executable).with_name("ayni")), "rules", "run", *said, *parts, "--engine=spark"]
    command += [f"--dictionary={files / 'dictionary.yaml'}", f"--on={ON}", f"--out={out}", f"--memory={MEMORY}B"]
    environment = os.environ | HERE | {"AYNI_SPARK_MASTER": master, "SPARK_CONF_DIR": str(files)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def _papers(files: Path) -> papers.Papers:
    programmes = [definition.load(text) for text in PROGRAMMES.values()]
    return papers.Papers(programmes, WORDS, files / "households.parquet", files / "persons.parquet", ON)


def _registry(folder: Path) -> Path:
    """Four hundred households of three, some of whose answers are not known."""
    (folder / "dictionary.yaml").write_text(WORDS.to_yaml())
    for name, text in PROGRAMMES.items():
        (folder / f"{name}.yaml").write_text(text)
    homes = range(400)
    people = range(1200)
    households = {"id": homes, "rooms": pa.array([None if n % 11 == 0 else n % 6 for n in homes], pa.int64())}
    born = [None if n % 13 == 0 else ON - timedelta(days=n * 37 % 20_000) for n in people]
    persons = {
        "id": people,
        "household_id": [n // 3 for n in people],
        "born_from": pa.array(born, pa.date32()),
        "born_to": pa.array(born, pa.date32()),
        "disability": [(None, True, False)[n % 7 % 3] for n in people],
        "wage": [None if n % 17 == 0 else n % 23 / 10 for n in people],
    }
    pq.write_table(pa.table(households), folder / "households.parquet", row_group_size=100)
    pq.write_table(pa.table(persons), folder / "persons.parquet", row_group_size=100)
    return folder
