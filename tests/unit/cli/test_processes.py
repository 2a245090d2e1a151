import time
from pathlib import Path

from ayni.cli import processes

LEAVES_ONE = """
import pathlib, subprocess, sys, time
left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
place = pathlib.Path(sys.argv[1])
place.with_suffix(".new").write_text(str(left.pid))
place.with_suffix(".new").rename(place)
time.sleep(60)
"""


def test_what_a_stopped_child_leaves_is_ended_with_it(tmp_path):
    said = tmp_path / "left"
    with processes.Processes(tmp_path) as ours:
        ours.start("parent", ["-c", LEAVES_ONE, str(said)])
        until(said.exists)
        left = int(said.read_text())
        assert is_alive(left)
    until(lambda: not is_alive(left))


def until(happened, seconds=20):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_alive(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
