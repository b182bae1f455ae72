"""What the database role of the delivery processes may read; nothing else in the database."""

# By table or view: the columns, or all of them. Of the log there is neither the text nor the whole note:
# former versions are read through a view that shows those of stories that are public now.
DELIVERY_GRANTS: dict[str, tuple[str, ...]] = {
    "record_publisheddocument": ("*",),
    "record_term": ("*",),
    "record_formerpath": ("*",),
    "record_publicversion": ("*",),
    "record_publication": (
        "sequence", "type", "document_id", "locale", "version", "event", "occurred_at",
    ),
    "record_cursor": ("consumer", "sequence"),
    "search_neighbourhood": ("*",),
    "search_tuningstamp": ("*",),
    "search_synonymgroup": ("id", "locale", "words", "also"),
    "search_protectedword": ("id", "locale", "spelling"),
    "search_bestbet": ("id", "locale", "questions", "story", "until"),
    "search_embedding": ("*",),
    "django_migrations": ("*",),
}  # fmt: skip
