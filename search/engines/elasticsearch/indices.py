"""The indices of one locale in the cluster: made, filled beside each other, put in use, deleted."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from elasticsearch import Elasticsearch

from search.engines.base import IndexMissingError, IndexUnusableError
from search.engines.elasticsearch.cluster import Cluster, Deadline
from search.engines.elasticsearch.errors import ClusterError
from search.engines.elasticsearch.mapping import REFRESH_INTERVAL, creation
from search.engines.elasticsearch.places import (
    BLOCKS,
    Place,
    Shelf,
    building_alias,
    former_alias,
    new_name,
    places_in,
)

SEEN = ["*.aliases", "*.mappings._meta", "*.settings"]

T = TypeVar("T")
Action = dict[str, Any]


class LocaleIndices:
    """The builds of one locale, `alias` leading to the one in use."""

    def __init__(self, cluster: Cluster, alias: str, locale: str) -> None:
        self.cluster = cluster
        self.alias = alias
        self.locale = locale

    def tell(self, act: Callable[[Elasticsearch], T]) -> T:
        """What `act` answers, tried again a few times."""
        return self.cluster.tell(act, self.locale)

    def shelf(self, deadline: Deadline | None = None) -> Shelf:
        """What there is now; told before `deadline`, or with the patience of writers."""

        def look(client: Elasticsearch) -> list[Place]:
            return described(client, self.all)

        if deadline:
            return Shelf(self.locale, self.alias, self.cluster.ask(look, self.locale, deadline))
        try:
            found = self.tell(look)
        except ClusterError as error:
            if not error.refusal.held:
                raise
            self.allow_looking()
            found = self.tell(look)
        return Shelf(self.locale, self.alias, found)

    @property
    def all(self) -> str:
        """Patterns of the names of all indices of the locale."""
        return f"{self.alias},{self.alias}.*"

    def allow_looking(self) -> None:
        """Take off the block that hides what is set about an index; nothing can be mended unseen."""
        self.tell(
            lambda client: client.indices.put_settings(
                index=self.all, settings={"index.blocks.metadata": None}, ignore_unavailable=True
            )
        )

    def create(self, replicas: int) -> str:
        """A fresh, empty index; returns its name. It is filled through its building alias."""
        name = new_name(self.alias)
        body = creation(name, self.locale, replicas) | {"aliases": {building_alias(name): {}}}
        self.tell(lambda client: client.indices.create(index=name, **body))
        return name

    def finish(self, name: str) -> None:
        """Make an index that is filled fit for use."""
        self.tell(
            lambda client: client.indices.put_settings(
                index=name, settings={"refresh_interval": REFRESH_INTERVAL}
            )
        )

    def hold(self, name: str) -> None:
        """Forbid writing into an index; what was being written is written when this returns."""
        self.let_go(name)
        try:
            self.tell(lambda client: client.indices.add_block(index=name, block="write"))
        except IndexUnusableError:
            return  # what is closed or gone is not written into

    def let_go(self, name: str) -> None:
        """Allow again what was forbidden, by us or by hand."""
        settings = {f"index.blocks.{block}": None for block in BLOCKS}
        self.tell(lambda client: client.indices.put_settings(index=name, settings=settings))

    def switch_to(self, name: str, shelf: Shelf) -> None:
        """Put `name` in use and keep the one before; all at once, or nothing where `shelf` is outdated."""
        current = [place.name for place in shelf.current if place.name != self.alias]
        actions = [
            removed(name, building_alias(name)),
            added(name, self.alias),
            *(removed(other, self.alias) for other in current),
            *({"remove_index": {"index": self.alias}} for place in shelf.current if place.name == self.alias),
        ]
        if current:
            if shelf.former:
                actions.append(removed(shelf.former.name, former_alias(self.alias)))
            actions.append(added(current[0], former_alias(self.alias)))
        self.tell(lambda client: client.indices.update_aliases(actions=actions))

    def roll_back(self) -> None:
        """Put the former index back in use, and keep the present one as the former."""
        shelf = self.shelf()
        former = shelf.former
        if former is None:
            raise IndexMissingError(self.locale, "there is no former one")
        self.let_go(former.name)
        actions = [removed(former.name, former_alias(self.alias)), added(former.name, self.alias)]
        for place in shelf.current:
            actions += [removed(place.name, self.alias), added(place.name, former_alias(self.alias))]
        self.tell(lambda client: client.indices.update_aliases(actions=actions))

    def clean_up(self) -> None:
        """Delete what a rebuild left that was killed, and allow what it forbade. Only under the lease."""
        shelf = self.shelf()
        self.discard([place.name for place in shelf.left_over])
        for place in shelf.current:
            if place.held:
                self.let_go(place.name)

    def discard(self, names: Sequence[str]) -> None:
        """Delete these indices, as far as they are there."""
        if names:
            self.tell(lambda client: client.indices.delete(index=list(names), ignore_unavailable=True))


def described(client: Elasticsearch, names: str) -> list[Place]:
    """The indices that `names`, a list of patterns, stand for."""
    answer = client.indices.get(
        index=names,
        ignore_unavailable=True,
        allow_no_indices=True,
        expand_wildcards=["open", "closed"],
        flat_settings=True,
        filter_path=SEEN,
    )
    return list(places_in(answer.body))


def added(index: str, alias: str) -> Action:
    """Gives the alias to the index."""
    return {"add": {"index": index, "alias": alias}}


def removed(index: str, alias: str) -> Action:
    """Takes the alias from the index, which must have it."""
    return {"remove": {"index": index, "alias": alias, "must_exist": True}}
