#!/usr/bin/env python
"""Runs Nashra's commands; the settings are those of DJANGO_SETTINGS_MODULE, else of development."""

import os
import sys
from io import TextIOWrapper

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    # Only what answers requests is bounded: migrations, rebuilds and backups may take their time.
    os.environ.setdefault("DATABASE_TIMEOUT", "0")
    # Commands print headlines; where a terminal or a job has no letters for them, they are still done.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    execute_from_command_line(sys.argv)
