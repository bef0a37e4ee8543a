"""The tests' settings: the same service, its files in a folder of their own, thrown away after the run."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("AFFILIA_VAR", tempfile.mkdtemp(prefix="affilia-tests-"))

from affilia.config.defaults import *  # noqa: F403  the environment above must be set first
from affilia.config.defaults import DATABASES, LANGUAGES, LANGUAGES_PLANNED, STORAGES, VAR

Path(VAR).mkdir(parents=True, exist_ok=True)
if os.environ.get("AFFILIA_TEST_DATABASE") == "postgresql":
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "affilia",
        "USER": "postgres",
        "HOST": os.environ["AFFILIA_TEST_POSTGRESQL"],
    }
else:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "OPTIONS": {}}}
LANGUAGES = [*LANGUAGES, *LANGUAGES_PLANNED]
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
