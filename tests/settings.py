"""The product's settings, for tests: data of this run alone, on SQLite or PostgreSQL.

DATABASE_URL chooses the database. Each run has a directory and a test database of its own,
so that two runs at once do not meet.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "MULAKAT_TEST_RUN" not in os.environ:  # xdist's workers share the run of their parent
    os.environ["MULAKAT_TEST_RUN"] = str(os.getpid())
    _data = tempfile.mkdtemp(prefix="mulakat-test-")
    os.environ["MULAKAT_DATA"] = _data
    atexit.register(shutil.rmtree, _data, ignore_errors=True)

from mulakat.settings import *  # noqa: F403
from mulakat.settings import CONFIG, DATABASES, IS_SQLITE

RUN = os.environ["MULAKAT_TEST_RUN"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests only

if IS_SQLITE:
    # A file, not memory: threads then meet as they do in the product.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(CONFIG.MULAKAT_DATA) / "test.sqlite3")}
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("=FULL", "=OFF")
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{RUN}"}
