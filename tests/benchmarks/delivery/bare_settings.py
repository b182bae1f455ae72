"""The least a Django process needs to answer from the database: what delivery is compared with."""

import os

from environs import Env

SECRET_KEY = "only-for-benchmarks"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.benchmarks.delivery.bare"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
USE_TZ = True
DATABASES = {"default": {**Env().dj_db_url("DATABASE_URL"), "CONN_MAX_AGE": None}}
assert os.environ["DATABASE_URL"].startswith("postgres")
