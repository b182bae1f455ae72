"""Prints where the newsroom that is about to start can be found, and who can log in."""

import os

PORT = os.environ.get("PORT", "8000")
BASE = f"http://localhost:{PORT}"

print(
    f"""
  Readers    {BASE}/
  Editors    {BASE}/admin/
  API        {BASE}/api/v1/docs/

  Log in as reporter, desk, copy, duty, legal, translator, translation, reviewer or admin;
  the password is nashra-demo
  Stop with Ctrl+C; everything is kept in var/
"""
)
