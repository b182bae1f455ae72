"""Answers the questions of the common code from one index of a cluster."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from search.engines.asked import Ask, Candidate, Facts, Frequencies, Page
from search.engines.base import TOTAL_BOUND, facet_size
from search.engines.elasticsearch.cluster import Cluster, Deadline
from search.engines.elasticsearch.dialect import ElasticsearchDialect, Query
from search.engines.elasticsearch.errors import ClusterError
from search.engines.elasticsearch.places import check_version, version_in

# Only what is read is sent.
SEEN: Final = [
    "hits.total.value",
    "hits.hits._index",
    "hits.hits.sort",
    "hits.hits.matched_queries",
    "hits.hits._source",
    "aggregations.*.buckets.key",
    "aggregations.*.buckets.doc_count",
    "aggregations.*.doc_count",
    "aggregations.*.values.buckets.key",
    "aggregations.*.values.buckets.doc_count",
]
NEWEST: Final = [{"published": "desc"}, {"id": "asc"}]
BEST: Final = [{"_score": "desc"}, *NEWEST]
FACTS: Final = ["title", "group"]
# Names of parts of a question, by which the answer tells of them.
MARKED: Final = "marked"
SAID: Final = "said"
# So many queries are put about one story in one call.
SCORED_AT_ONCE: Final = 200


class ElasticsearchIndex:
    """The index behind an alias while one question is put to it; all its calls together have one deadline.

    `copy` chooses the copy that answers: copies may differ in what they still count of replaced documents.
    The first call learns which index the alias leads to; all others go to that,
    whatever becomes of the alias.
    """

    dialect = ElasticsearchDialect()

    def __init__(self, cluster: Cluster, alias: str, locale: str, copy: str, deadline: Deadline) -> None:
        self.cluster = cluster
        self.locale = locale
        self.copy = copy
        self.deadline = deadline
        self.alias = alias
        self.name = ""

    def frequencies(self, tokens: Mapping[str, Sequence[str]]) -> Frequencies:
        """How frequent `tokens`, by field, are."""
        vectors = self.vectors({field: " ".join(ones) for field, ones in tokens.items()})
        documents = (facts["field_statistics"]["doc_count"] for facts in vectors.values())
        by_field = {
            field: {token: counts.get("doc_freq", 0) for token, counts in facts["terms"].items()}
            for field, facts in vectors.items()
        }
        return Frequencies(max(documents, default=0), by_field)

    def unsaid(self, fields: Sequence[str], tokens: Sequence[str]) -> set[str]:
        """Those of `tokens` that no document has in any of `fields`, as of a minute ago at most."""
        if not (asked := self.cluster.known.missing(self.alias, tokens)):
            return set()
        found = self.frequencies(dict.fromkeys(fields, asked))
        said = {token for token in asked if any(found.of(field, token) for field in fields)}
        self.cluster.known.add(self.alias, said)
        return set(asked) - said

    def vectors(self, document: Mapping[str, str]) -> Mapping[str, Any]:
        """The statistics of a document's terms, by field."""
        answer = self.cluster.ask(
            lambda client: (
                client.termvectors(
                    index=self.name or self.alias,
                    doc=document,
                    fields=list(document) or ["id"],
                    term_statistics=True,
                    positions=False,
                    offsets=False,
                    payloads=False,
                    preference=self.copy,
                ).body
            ),
            self.locale,
            self.deadline,
        )
        self.learn(answer["_index"])
        return answer.get("term_vectors", {})

    def learn(self, name: str) -> None:
        """Keep to the index `name` from here on. Raises IndexUnusableError where it is of another version."""
        check_version(self.locale, version_in(name))
        self.name = name

    def search(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """What the index answers."""
        try:
            answer = self.called(body)
        except ClusterError:
            if not self.name:
                self.vectors({})  # an index of another shape may refuse the question, and is then told of
            raise
        if not self.name:
            hits = answer["hits"].get("hits")
            self.learn(hits[0]["_index"]) if hits else self.vectors({})
        return answer

    def called(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one call."""
        return self.cluster.ask(
            lambda client: (
                client.search(
                    index=self.name or self.alias,
                    **body,
                    preference=self.copy,
                    allow_partial_search_results=False,
                    filter_path=SEEN,
                ).body
            ),
            self.locale,
            self.deadline,
        )

    def best(self, ask: Ask) -> Page:
        """The answer to `ask`."""
        for place, query in enumerate(ask.queries):  # noqa: B007 - where it ends is told
            answer = self.search(question(ask, query))
            hits = answer["hits"].get("hits", [])
            if hits:
                break
        counted = answer.get("aggregations", {})
        total = answer["hits"].get("total", {}).get("value", len(hits))
        said = counted[SAID]["doc_count"] if ask.said is not None else total
        facets = {name: dict(counts(counted.get(name, {}).get("buckets", ()))) for name in ask.facets}
        return Page([candidate(hit, newest=ask.newest) for hit in hits], total, said > 0, facets, place)

    def counts(self, queries: Mapping[str, Query]) -> Mapping[str, Mapping[str, int]]:
        """For each facet the number of documents by value that its query matches; all in one call."""
        counted = {
            name: {"filter": query, "aggregations": {"values": by_value(name)}}
            for name, query in queries.items()
        }
        answer = self.search({"size": 0, "track_total_hits": False, "aggregations": counted})
        found = answer.get("aggregations", {})
        return {
            name: dict(counts(found.get(name, {}).get("values", {}).get("buckets", ()))) for name in queries
        }

    def scores(self, story: UUID, queries: Sequence[Query]) -> list[float | None]:
        """What each of `queries` gives the story."""
        scores: list[float | None] = []
        for start in range(0, len(queries), SCORED_AT_ONCE):
            scores += self.some_scores(story, queries[start : start + SCORED_AT_ONCE])
        return scores

    def some_scores(self, story: UUID, queries: Sequence[Query]) -> list[float | None]:
        """What each of not too many queries gives the story."""
        named = [{"bool": {"must": [query], "_name": str(number)}} for number, query in enumerate(queries)]
        itself = {"bool": {"filter": [{"term": {"id": str(story)}}], "should": named}}
        body = {"query": itself, "size": 1, "source": False, "include_named_queries_score": True}
        hits = self.search(body)["hits"].get("hits", [])
        matched = hits[0].get("matched_queries", {}) if hits else {}
        return [matched.get(str(number)) for number in range(len(queries))]

    def story(self, candidate: Candidate) -> UUID:
        """The id of a candidate."""
        return UUID(candidate.place["sort"][-1])

    def key(self, candidate: Candidate) -> Hashable:
        """The id of a candidate as the cluster spells it."""
        return candidate.place["sort"][-1]

    def facts(self, candidate: Candidate) -> Facts:
        """The facts of a candidate."""
        source = candidate.place.get("_source", {})
        return Facts(source.get("title", ""), source.get("group", ""))


def question(ask: Ask, query: Query) -> dict[str, Any]:
    """One of the queries of `ask` as a search."""
    if ask.marks is not None:
        mark = {"constant_score": {"filter": ask.marks, "boost": 0.0, "_name": MARKED}}
        query = {"bool": {"must": [query], "should": [mark]}}
    counted: dict[str, Any] = {name: by_value(name) for name in ask.facets}
    if ask.said is not None:
        counted[SAID] = {"filter": ask.said}
    return {
        "query": query,
        "size": ask.count,
        "sort": NEWEST if ask.newest else BEST,
        "track_total_hits": TOTAL_BOUND if ask.counted else False,
        **({"aggregations": counted} if counted else {}),
        **({"source": FACTS} if ask.facts else {"source": False, "stored_fields": "_none_"}),
    }


def by_value(facet: str) -> dict[str, Any]:
    """Counts by the values of a facet; of equally frequent ones the first by name."""
    order = [{"_count": "desc"}, {"_key": "asc"}]
    return {"terms": {"field": facet, "size": facet_size(facet), "order": order}}


def candidate(hit: Mapping[str, Any], *, newest: bool) -> Candidate:
    """A hit as a candidate; what it is sorted by tells all of it."""
    *scores, published, _ = hit["sort"]
    return Candidate(hit, 0.0 if newest else scores[0], published, MARKED in hit.get("matched_queries", ()))


def counts(buckets: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Value and number of each bucket."""
    return ((str(bucket["key"]), bucket["doc_count"]) for bucket in buckets)
