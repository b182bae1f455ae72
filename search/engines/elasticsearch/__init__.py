"""The engine for more than one machine: an Elasticsearch cluster, an index a locale behind an alias."""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
