"""Tells from PostgreSQL's own catalogue how a role's rights depart from those it should have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

READABLE: Final = """
SELECT nspname, relname, attname, nspname = current_schema(),
       has_schema_privilege(%(role)s, namespace.oid, 'USAGE')
       AND has_column_privilege(%(role)s, class.oid, attnum, 'SELECT')
FROM pg_class class JOIN pg_namespace namespace ON namespace.oid = relnamespace
JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
ORDER BY nspname, relname, attnum
"""
WRITABLE: Final = """
WITH ours AS (
    SELECT class.oid, relname, relkind FROM pg_class class JOIN pg_namespace namespace
    ON namespace.oid = relnamespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT relname, kind FROM ours, unnest(ARRAY['INSERT', 'UPDATE', 'REFERENCES']) kind
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND has_any_column_privilege(%(role)s, oid, kind)
UNION ALL
SELECT relname, kind FROM ours, unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) kind
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(%(role)s, oid, kind)
UNION ALL
SELECT relname, kind FROM ours, unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) kind
WHERE relkind = 'S' AND has_sequence_privilege(%(role)s, oid, kind)
"""
CREATING: Final = """
SELECT 'CREATE on schema ' || nspname FROM pg_namespace namespace
WHERE nspname !~ '^pg_' AND has_schema_privilege(%(role)s, oid, 'CREATE')
UNION ALL
SELECT kind || ' on the database' FROM unnest(ARRAY['CREATE', 'TEMPORARY']) kind
WHERE has_database_privilege(%(role)s, current_database(), kind)
"""
ROLE: Final = """
SELECT rolcanlogin, rolsuper OR rolreplication OR rolbypassrls OR rolcreatedb OR rolcreaterole,
       EXISTS (SELECT FROM pg_auth_members WHERE member = role.oid),
       EXISTS (SELECT FROM pg_default_acl, aclexplode(defaclacl) WHERE grantee = role.oid),
       has_database_privilege(role.oid, current_database(), 'CONNECT'), coalesce(rolconfig, '{}')
FROM pg_roles role WHERE rolname = %(role)s
"""


def departures(
    cursor: Any, name: str, grants: Mapping[str, Sequence[str]], settings: Mapping[str, str]
) -> list[str]:
    """A line for everything the role may do and should not, or should and may not; empty where it is right.

    `grants` are the columns it may read by table, `("*",)` standing for all; whatever is not listed, in any
    schema, whoever granted it, counts as a departure.
    """
    cursor.execute(ROLE, {"role": name})
    role = cursor.fetchone()
    if role is None:
        return [f"there is no role {name}"]
    return [
        *of_the_role(role, settings),
        *of_reading(cursor, name, grants),
        *of_writing(cursor, name),
    ]


def of_the_role(role: tuple[Any, ...], settings: Mapping[str, str]) -> Iterator[str]:
    """What the role is by itself."""
    can_login, powerful, member, promised, can_connect, configured = role
    faults = {
        "it cannot log in": not can_login,
        "it cannot connect": not can_connect,
        "it has powers of its own": powerful,
        "it is a member of other roles": member,
        "it is promised rights on future tables": promised,
    }
    yield from (fault for fault, there in faults.items() if there)
    for setting, value in settings.items():
        if f"{setting}={value}" not in configured:
            yield f"its {setting} is not {value}"


def of_reading(cursor: Any, name: str, grants: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The columns it may read and should not, and the other way round."""
    cursor.execute(READABLE, {"role": name})
    for schema, table, column, here, readable in cursor.fetchall():
        listed = grants.get(table, ()) if here else ()
        wanted = column in listed or "*" in listed
        if readable != wanted:
            yield f"it {'may' if readable else 'cannot'} read {schema}.{table}.{column}"


def of_writing(cursor: Any, name: str) -> Iterator[str]:
    """Everything but reading."""
    cursor.execute(WRITABLE, {"role": name})
    yield from (f"it has {kind} on {table}" for table, kind in cursor.fetchall())
    cursor.execute(CREATING, {"role": name})
    yield from (f"it has {right}" for (right,) in cursor.fetchall())
