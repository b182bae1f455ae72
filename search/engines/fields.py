"""The fields every index has, and an entry as their values: what engines share of their schemas."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from search.analysis.base import Analysis, View
from search.analysis.registry import analyzer_for
from search.documents import Gone, IndexEntry, Item

LIVE: Final = "live"
GONE: Final = "gone"
TEXTS: Final = ("title", "body")
# What is indexed of each text. `lead` is the first LEAD words of the body; `all` has every token of title
# and body once: how often a word is said tells less than that it is said at all.
VIEWS_OF: Final[Mapping[str, tuple[View, ...]]] = {
    "title": ("exact", "pre", "light", "skeleton", "gram", "bi"),
    "body": ("exact", "light", "skeleton", "bi"),
    "lead": ("gram",),
    "all": ("pre", "gram"),
}
LEAD: Final = 60
# Fields of ids, with how documents name them.
ID_FIELDS: Final = ("section", "topic", "author", "tag")
# The moment of a story without a date, in seconds of the epoch.
UNDATED: Final = 0

Values = dict[str, Any]


def token_field(text: str, view: View) -> str:
    """The field that holds `view` of one of the texts."""
    return f"{text}_{view}"


def token_fields() -> Iterator[tuple[str, View]]:
    """Every field of tokens, with its view."""
    return ((token_field(text, view), view) for text, views in VIEWS_OF.items() for view in views)


def values_of(item: Item) -> Values:
    """`item` by field: strings, whole numbers and lists of strings; what is gone keeps id and sequence alone.

    Tokens are parted by spaces. `title` holds the title's stems as one term, to know the same headline by.
    """
    values: Values = {"id": str(item.id), "sequence": item.sequence}
    if isinstance(item, Gone):
        return values | {"state": GONE}
    tokens = tokens_of(item)
    title = {"title": tokens[token_field("title", "light")]}
    return values | {"state": LIVE} | facts_of(item) | title | tokens


def facts_of(entry: IndexEntry) -> Values:
    """What filters, facets and sorting read; what the story does not have is left out."""
    facts: Values = {"kind": entry.kind, "published": UNDATED}
    if entry.published_at:
        facts |= {"published": int(entry.published_at.timestamp()), "year": entry.published_at.year}
    if entry.group:
        facts["group"] = str(entry.group)
    if entry.section:
        facts["own_section"] = str(entry.section)
    ids = (entry.sections, entry.topics, entry.authors, entry.tags)
    return facts | {name: [str(one) for one in ones] for name, ones in zip(ID_FIELDS, ids, strict=True)}


def tokens_of(entry: IndexEntry) -> Values:
    """The tokens of every field, parted by spaces."""
    analyze = analyzer_for(entry.locale).analyze
    title, body = analyze(entry.title), analyze(entry.text)
    texts = {"title": title.texts(), "body": body.texts(), "lead": Analysis(body.words[:LEAD]).texts()}
    texts["all"] = {
        view: list(dict.fromkeys([*texts["title"][view], *texts["body"][view]])) for view in VIEWS_OF["all"]
    }
    return {
        token_field(text, view): " ".join(texts[text][view])
        for text, views in VIEWS_OF.items()
        for view in views
    }
