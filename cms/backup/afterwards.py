"""What a restored database must forget: who was logged in, who held the lease, who was told to wait."""

STATEMENTS = (
    "DELETE FROM django_session",
    "DELETE FROM record_lease",
    "UPDATE record_cursor SET failures = 0, retry_at = NULL, last_error = ''",
)
