"""The tests' own installation: an embedded database of their own, quick because it may lose everything in a power cut."""

import os
import tempfile
from pathlib import Path

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("AYNI_HOME", str(Path(tempfile.gettempdir()) / f"ayni-tests-{os.getuid()}"))
    os.environ["AYNI_DATABASE_TUNING"] = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
