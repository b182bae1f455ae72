"""The documents of an Elasticsearch index, its settings, and an entry as one of its documents."""

from typing import Any, Final, Literal

from elasticsearch.dsl import Document, Index, Integer, Keyword, Long, MetaField, Text

from search.analysis.registry import ANALYSIS_VERSION
from search.documents import Item
from search.engines.fields import token_fields, values_of

# Moves whenever fields or settings change, so that an index of another shape is rebuilt, never misread.
SCHEMA: Final = 2
VERSION: Final = f"{SCHEMA}.{ANALYSIS_VERSION}"

# A writer makes its own commit visible; this is for what a writer that was killed left behind.
REFRESH_INTERVAL: Final = "1s"
SETTINGS: Final[dict[str, Any]] = {
    # Scores are comparable only within one shard; a newsroom's archive of one language fits in one.
    "number_of_shards": 1,
    "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
    # Nothing reads what is being filled, so nothing is refreshed until it is settled.
    "refresh_interval": "-1",
}
# Longer terms cannot be indexed; a title's stems are compared, and one as long is like no other.
LONGEST_TERM: Final = 8_000


def tokens(index_options: Literal["freqs", "positions"] = "freqs") -> Any:
    """A field of tokens that were analysed before: parted by spaces, counted, with positions if asked for."""
    return Text(analyzer="whitespace", index_options=index_options)


class Story(Document):
    """One article; of one that is gone only id, sequence and state. Tokens are indexed and not kept."""

    id = Keyword()
    sequence = Long()
    state = Keyword()
    kind = Keyword()
    published = Long()
    year = Integer()
    group = Keyword()
    own_section = Keyword()
    section = Keyword()
    topic = Keyword()
    author = Keyword()
    tag = Keyword()
    title = Keyword(index=False, ignore_above=LONGEST_TERM)
    title_exact = tokens("positions")
    title_pre = tokens()
    title_light = tokens()
    title_skeleton = tokens()
    title_gram = tokens()
    title_bi = tokens()
    body_exact = tokens("positions")
    body_light = tokens()
    body_skeleton = tokens()
    body_bi = tokens()
    lead_gram = tokens()
    all_pre = tokens()
    all_gram = tokens()

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(excludes=[name for name, _ in token_fields()])


def creation(name: str, locale: str, replicas: int) -> dict[str, Any]:
    """What the cluster is told to create the empty index `name`."""
    index = Index(name)
    index.document(Story)
    index.settings(**SETTINGS, number_of_replicas=replicas)
    index.get_or_create_mapping().meta("meta", {"locale": locale, "version": VERSION})
    return dict(index.to_dict())


def action(item: Item) -> dict[str, Any]:
    """`item` as a bulk operation that no older one can undo."""
    return {
        "_op_type": "index",
        "_id": str(item.id),
        "version": item.sequence,
        "version_type": "external_gte",
        "_source": Story(**values_of(item)).to_dict(),
    }
