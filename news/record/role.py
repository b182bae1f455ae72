"""Makes the PostgreSQL role that delivery processes log in with: it may read what is listed, no more."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from news.record.rights import departures

Grants = Mapping[str, Sequence[str]]

WHOLE: Final = ("*",)
SETTINGS: Final = {"default_transaction_read_only": "on", "statement_timeout": "5s"}
POWERS: Final = {
    "rolsuper": "NOSUPERUSER",
    "rolreplication": "NOREPLICATION",
    "rolbypassrls": "NOBYPASSRLS",
    "rolcreatedb": "NOCREATEDB",
    "rolcreaterole": "NOCREATEROLE",
    "rolinherit": "NOINHERIT",
}
OWNS: Final = """
SELECT EXISTS (SELECT FROM pg_shdepend JOIN pg_roles role ON role.oid = refobjid
               WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND role.rolname = %s)
    OR %s IN (current_user, session_user)
"""
# Everything in this database that names the role among those it grants something to.
GRANTED: Final = """
WITH role AS (SELECT oid FROM pg_roles WHERE rolname = %s)
SELECT 'TABLE', oid::regclass::text FROM pg_class, aclexplode(relacl)
    WHERE grantee IN (TABLE role) AND relkind <> 'S'
UNION SELECT 'TABLE', attrelid::regclass::text FROM pg_attribute, aclexplode(attacl)
    WHERE grantee IN (TABLE role)
UNION SELECT 'SEQUENCE', oid::regclass::text FROM pg_class, aclexplode(relacl)
    WHERE grantee IN (TABLE role) AND relkind = 'S'
UNION SELECT 'ROUTINE', oid::regprocedure::text FROM pg_proc, aclexplode(proacl)
    WHERE grantee IN (TABLE role)
UNION SELECT 'SCHEMA', oid::regnamespace::text FROM pg_namespace, aclexplode(nspacl)
    WHERE grantee IN (TABLE role)
UNION SELECT 'DATABASE', quote_ident(datname) FROM pg_database, aclexplode(datacl)
    WHERE grantee IN (TABLE role) AND datname = current_database()
"""
PROMISED: Final = """
SELECT owner.rolname, nspname, defaclobjtype FROM pg_default_acl JOIN pg_roles owner ON owner.oid = defaclrole
LEFT JOIN pg_namespace namespace ON namespace.oid = defaclnamespace, aclexplode(defaclacl)
WHERE grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)
"""
KINDS: Final = {"r": "TABLES", "S": "SEQUENCES", "f": "ROUTINES", "T": "TYPES", "n": "SCHEMAS"}
MEMBER_OF: Final = """
SELECT above.rolname FROM pg_auth_members
JOIN pg_roles above ON above.oid = roleid JOIN pg_roles own ON own.oid = member WHERE own.rolname = %s
"""


class RoleRefusedError(Exception):
    """The role cannot be made; the message says why and what to do."""


def set_up(name: str, grants: Grants, password: str) -> None:
    """Make the role `name`, or repair it: exactly `grants` to read, whatever it could do before taken away.

    An empty `password` keeps the one it has. All or nothing. Raises RoleRefusedError.
    """
    require_postgresql()
    with transaction.atomic(), connection.cursor() as cursor:
        check_caller(cursor, name, grants)
        make(cursor, name, password)
        take_everything(cursor, name)
        give(cursor, name, grants)
        if left := departures(cursor, name, grants, SETTINGS):
            raise RoleRefusedError("The rights cannot be set as they should be: " + "; ".join(left) + ".")


def compared(name: str, grants: Grants) -> list[str]:
    """How the role departs from `grants`, a line each. Raises RoleRefusedError on another database."""
    require_postgresql()
    with connection.cursor() as cursor:
        return departures(cursor, name, grants, SETTINGS)


def require_postgresql() -> None:
    """Raise RoleRefusedError where the database has no roles."""
    if connection.vendor != "postgresql":
        raise RoleRefusedError(f"{connection.display_name} has no roles; this is for PostgreSQL.")


def check_caller(cursor: Any, name: str, grants: Grants) -> None:
    """Raise RoleRefusedError where this user may not do it, or where it would do harm."""
    cursor.execute(
        "SELECT rolsuper OR rolcreaterole, current_user FROM pg_roles WHERE rolname = current_user"
    )
    allowed, caller = cursor.fetchone()
    if not allowed:
        raise RoleRefusedError(
            f"The database user {caller} may not create roles. Run this once with DATABASE_URL naming a "
            f"user who may, or let an administrator run: ALTER ROLE {caller} CREATEROLE"
        )
    cursor.execute(OWNS, [name, name])
    if cursor.fetchone()[0]:
        raise RoleRefusedError(
            f"{name} owns parts of the database; give the delivery role a name of its own."
        )
    missing = sorted(grants.keys() - set(connection.introspection.table_names(cursor, include_views=True)))
    if missing:
        raise RoleRefusedError(f"There is no {', '.join(missing)}. Run migrate first.")


def make(cursor: Any, name: str, password: str) -> None:
    """Create the role, or take from it every power a role can have by itself; set password and settings."""
    role = sql.Identifier(name)
    cursor.execute("SELECT to_jsonb(role) FROM pg_roles role WHERE rolname = %s", [name])
    present = cursor.fetchone()
    if present is None and not password:
        raise RoleRefusedError("Give the new role's password in the environment, as DELIVERY_DB_PASSWORD.")
    if present is None:
        run(cursor, "CREATE ROLE {} NOINHERIT", role)
    # Only what is there is taken away: PostgreSQL refuses to name a power the caller has not got itself.
    powers = json.loads(present[0]) if present else {}
    for word in (word for power, word in POWERS.items() if powers.get(power)):
        run(cursor, f"ALTER ROLE {{}} {word}", role)
    run(cursor, "ALTER ROLE {} LOGIN", role)
    if password:
        run(cursor, "ALTER ROLE {} PASSWORD {}", role, sql.Literal(hashed(name, password)))
    run(cursor, "ALTER ROLE {} RESET ALL", role)
    run(cursor, "ALTER ROLE {} IN DATABASE {} RESET ALL", role, database())
    for setting, value in SETTINGS.items():
        run(cursor, f"ALTER ROLE {{}} SET {setting} = {{}}", role, sql.Literal(value))


def take_everything(cursor: Any, name: str) -> None:
    """Revoke whatever was granted to the role here, now or for the future, and its memberships."""
    role = sql.Identifier(name)
    for (group,) in rows(cursor, MEMBER_OF, name):
        run(cursor, "REVOKE {} FROM {}", sql.Identifier(group), role)
    for kind, thing in rows(cursor, GRANTED, name):
        run(cursor, "REVOKE ALL ON {} {} FROM {}", sql.SQL(kind), sql.SQL(thing), role)
    for owner, schema, kind in rows(cursor, PROMISED, name):
        place = sql.SQL("IN SCHEMA {}").format(sql.Identifier(schema)) if schema else sql.SQL("")
        words = (sql.Identifier(owner), place, sql.SQL(KINDS[kind]), role)
        run(cursor, "ALTER DEFAULT PRIVILEGES FOR ROLE {} {} REVOKE ALL ON {} FROM {}", *words)
    # Every role may make temporary tables unless that is taken from all.
    run(cursor, "REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", database())


def give(cursor: Any, name: str, grants: Grants) -> None:
    """Grant what is listed: to connect, to name things in the schema, to read."""
    role = sql.Identifier(name)
    run(cursor, "GRANT CONNECT ON DATABASE {} TO {}", database(), role)
    cursor.execute("SELECT current_schema()")
    run(cursor, "GRANT USAGE ON SCHEMA {} TO {}", sql.Identifier(cursor.fetchone()[0]), role)
    for table, columns in grants.items():
        chosen: sql.Composable = sql.SQL("")
        if tuple(columns) != WHOLE:
            chosen = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns)))
        run(cursor, "GRANT SELECT {} ON {} TO {}", chosen, sql.Identifier(table), role)


def hashed(name: str, password: str) -> str:
    """The password as the server stores it, so that it stands in no statement and in no log."""
    connection.ensure_connection()
    native: Any = connection.connection
    return native.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()


def database() -> sql.Identifier:
    """The database this process is connected to."""
    return sql.Identifier(connection.settings_dict["NAME"])


def rows(cursor: Any, query: str, *parameters: Any) -> Iterable[tuple[Any, ...]]:
    """All rows of a query."""
    cursor.execute(query, parameters)
    return cursor.fetchall()


def run(cursor: Any, statement: str, *parts: sql.Composable) -> None:
    """Run a statement with its names and values quoted."""
    cursor.execute(sql.SQL(statement).format(*parts))
