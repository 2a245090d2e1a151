"""Say plainly, before the tests begin, when the browser tests cannot run on this machine and what to do."""

import shutil
import sys

if not shutil.which("chromium"):
    print(
        "Chromium is not installed: the browser tests will be skipped. To run them: apt-get install chromium",
        file=sys.stderr,
    )
