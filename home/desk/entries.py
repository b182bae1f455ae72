"""What the desk's index keeps of a thing: the words of its row and of the draft that waits behind it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.models import DraftStateMixin, Revision

from home.desk.words import indexed

TITLES: Final = ("title", "name")


class Kept:
    """A field of an entry, whose text is ready to be stored."""

    field_name: str

    def get_value(self, obj: "Entry") -> str:
        """The text of this field."""
        return obj.texts[self.field_name]


class KeptTitle(Kept, SearchField):
    """The words of a title; Wagtail stores what is called `title` apart."""


class KeptText(Kept, AutocompleteField):
    """All words, those of the title among them: in the one column that PostgreSQL has whole and indexed."""


class Entry:
    """Stands for a thing where Wagtail's indexes read it: its id and two texts."""

    fields: Final = (KeptTitle("title"), KeptText("text"))

    def __init__(self, pk: Any, titles: Iterable[str], texts: Iterable[str]) -> None:
        self.pk = pk
        self.texts = {"title": " ".join(indexed(titles)), "text": " ".join(indexed(texts))}

    def get_search_fields(self) -> Sequence[Kept]:
        """What there is to index."""
        return self.fields


def entries(objects: Sequence[Any]) -> list[Entry]:
    """An entry for each of `objects`, which are of one model; one query for all their drafts."""
    drafts = drafts_of(objects)
    return [entry(thing, drafts.get(thing.pk)) for thing in objects]


def entry(thing: Any, draft: Any) -> Entry:
    """The entry of a thing whose draft differs from it, or is None.

    The row behind the draft of what is not live is nothing anybody sees.
    """
    versions = [thing] if draft is None else [thing, draft] if thing.live else [draft]
    found = [field for version in versions for field in fields_of(version, version.get_search_fields())]
    titles = dict.fromkeys(text for name, text in found if name in TITLES)
    return Entry(thing.pk, titles, dict.fromkeys([*titles, *(text for _, text in found)]))


def drafts_of(objects: Sequence[Any]) -> dict[Any, Any]:
    """By id, the draft of each of `objects` that has changes nobody has published.

    Nothing is asked about what a draft refers to: only its own words are wanted.
    """
    behind = {
        thing.latest_revision_id: thing
        for thing in objects
        if isinstance(thing, DraftStateMixin) and thing.latest_revision_id and thing.has_unpublished_changes
    }
    if not behind:
        return {}
    revisions = Revision.objects.filter(pk__in=behind).values_list("pk", "content")
    return {
        behind[pk].pk: type(behind[pk]).from_serializable_data(content, check_fks=False)
        for pk, content in revisions.iterator()
    }


def fields_of(thing: Any, fields: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Name and text of what can be searched of a thing; a field of a related one has no name."""
    for field in fields:
        if isinstance(field, SearchField | AutocompleteField):
            yield field.field_name, as_text(field.get_value(thing))
        elif isinstance(field, RelatedFields):
            for related in related_by(field, thing):
                yield from (("", text) for _, text in fields_of(related, field.fields))


def related_by(field: RelatedFields, thing: Any) -> Iterable[Any]:
    """What a thing refers to by a field."""
    value = field.get_value(thing)
    if isinstance(value, Manager):
        return value.all()
    return () if value is None else (value,)


def as_text(value: Any) -> str:
    """A value as words: lists and mappings one after the other, nothing for None."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "\n".join(map(as_text, value))
    return "" if value is None else str(value)
