"""The connection of a process to PostgreSQL; Django finds its class here by name."""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor, Error


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks the server whether a kept connection is still good only where its socket has something to say.

    A server that ended the connection, by a restart or by hand, has said so on the socket. Where nothing has
    arrived, to ask before every request would double the round trips and learn nothing.
    """

    # Django has these; its stubs leave them out.
    health_check_enabled: bool
    health_check_done: bool
    _prepare_cursor: Any

    def close_if_health_check_failed(self) -> None:
        """Close a connection that is gone, before the first query of a request."""
        if self.health_check_enabled and not self.health_check_done and is_quiet(self.connection):
            self.health_check_done = True
        super().close_if_health_check_failed()

    def keeping_cursor(self) -> CursorWrapper:
        """A cursor whose statements the server plans once and keeps, and whose rows come in binary.

        For statements that are few and the same again and again.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(KeepingCursor(self.connection))


class KeepingCursor(Cursor[Any]):
    """Prepares what it runs, from the first time on."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement that the server shall keep."""
        return super().execute(query, params, prepare=True, binary=True, **options)


def is_quiet(connection: Any) -> bool:
    """Whether the connection is open and nothing has arrived on it, neither an end nor a message."""
    try:
        socket = connection.pgconn.socket if connection is not None else -1
    except Error:
        return False
    if socket < 0:
        return False
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return not poll.poll(0)
