"""The two scans of `make check`: our own code (bandit), and what we depend on (pip-audit).

What is found ends with status 1. When the service that knows of weaknesses cannot be asked, or knows nothing of a
package, that is said in capital letters and is not counted as clean; it does not stop work without a network.
"""

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
LOCKED = ("requirements/core.txt", "requirements/test.txt")
SECONDS = 120


def main() -> int:
    own = subprocess.run(  # noqa: S603 our own program
        [PROGRAMS / "bandit", "-q", "-r", "-c", "pyproject.toml", "ayni", "scripts"], cwd=PROJECT, check=False
    )
    found, unknown, known = [], [], 0
    for file in LOCKED:
        answer = asked(file)
        if answer is None:
            print(f"NOT SCANNED: the weaknesses of {file} could not be asked for. Scan again with a network.")
            continue
        for one in answer:
            if one.get("skip_reason"):
                unknown.append(one["name"])
            else:
                known += 1
            found += [f"{one['name']} {one['version']}: {weakness(flaw)}" for flaw in one.get("vulns", ())]
    if unknown:
        names = sorted(set(unknown))
        print(f"NOT SCANNED: nothing could be learnt of {len(names)} packages ({', '.join(names[:5])}, …).")
    for line in sorted(set(found)):
        print(line)
    if known and not found:
        print(f"No weakness is known of {known} packages.")
    return 1 if own.returncode or found else 0


def asked(file: str) -> list[dict] | None:
    """What is known of each package of a file; None when nobody answers."""
    command = [PROGRAMS / "pip-audit", "--progress-spinner", "off", "--disable-pip", "--require-hashes", "-f", "json"]
    try:
        done = subprocess.run(  # noqa: S603 our own program
            [*command, "-r", file], cwd=PROJECT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        return json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None


def weakness(flaw: dict) -> str:
    repaired = ", ".join(flaw.get("fix_versions", ())) or "none yet"
    return f"{flaw['id']}, repaired in {repaired}. {flaw.get('description', '').split(chr(10))[0][:200]}"


if __name__ == "__main__":
    sys.exit(main())
