"""What tests on PostgreSQL share: a delivery role of their own, and its address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection

PASSWORD = "سرّ-القراءة ü"  # what a shell, an address and a statement each would have to quote


@contextmanager
def delivery_role() -> Iterator[str]:
    """The name of a delivery role as the command makes it; gone afterwards."""
    name = f"{connection.settings_dict['NAME']}_delivery"
    os.environ["DELIVERY_DB_PASSWORD"] = PASSWORD
    try:
        call_command("delivery_role", name=name, verbosity=0)
        yield name
    finally:
        del os.environ["DELIVERY_DB_PASSWORD"]
        drop(name)


def drop(name: str) -> None:
    """Remove a role with everything it was granted here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone():
            cursor.execute(f'DROP OWNED BY "{name}"')
            cursor.execute(f'DROP ROLE "{name}"')


def address(user: str, password: str) -> str:
    """The DATABASE_URL by which `user` reaches the database this test runs on."""
    told = connection.settings_dict
    place = f"{told['HOST'] or 'localhost'}:{told['PORT'] or 5432}/{quote(str(told['NAME']))}"
    return f"postgres://{quote(user)}:{quote(password, safe='')}@{place}"
