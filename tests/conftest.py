"""The tests' own installation: an embedded database, quick because a power cut may take it all."""

import os
import tempfile
from pathlib import Path

from ayni.config.postgresql import roles

roles.be_owner(True)  # what prepares a test is bound by no policy; what it tests acts for somebody and is

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("AYNI_HOME", str(Path(tempfile.gettempdir()) / f"ayni-tests-{os.getuid()}"))
    os.environ["AYNI_DATABASE_TUNING"] = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
