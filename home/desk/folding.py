"""What the desk's back-ends share, whichever database they keep their index in."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from modelsearch.backends.base import BaseIndex, BaseSearchBackend, BaseSearchResults, get_model_root

from home.desk.asking import typed
from home.desk.entries import entries

# How much of what was typed a title has.
WHOLE_TITLE, WORDS_OF_TITLE, ONLY_TEXT = 2, 1, 0
# Rows held at once while an index is rebuilt: a fraction of a second of an editor's time.
BATCH: Final = 50


class FoldingIndex(BaseIndex):
    """Keeps entries of folded words. To stand before the index class of a database."""

    write_connection: Any

    def add_item(self, obj: Any) -> None:
        """Index a thing as its row and latest revision are now; whoever saved it holds the row."""
        super().add_items(type(obj), entries([obj]))

    def add_items(self, model: Any, items: Sequence[Any]) -> None:
        """Index many things as they are by now, which may not be as they were read.

        Rows that somebody is saving are waited for last, one by one: who waits for one while holding others
        can be waited for in turn.
        """
        pks = [item.pk for item in items]
        for start in range(0, len(pks), BATCH):
            batch = pks[start : start + BATCH]
            done = self.refresh_items(model, batch, skip_locked=True)
            for pk in batch:
                if pk not in done:
                    self.refresh_items(model, [pk], skip_locked=False)

    def refresh_items(self, model: Any, pks: Sequence[Any], *, skip_locked: bool) -> set[Any]:
        """Index what is there of `pks` and hold it meanwhile; returns the ids of what was indexed."""
        with transaction.atomic(using=self.write_connection.alias):
            rows = get_model_root(model)._base_manager.filter(pk__in=pks).order_by("pk")
            held = rows.select_for_update(no_key=True, skip_locked=skip_locked, of=("self",))
            found = list(model.get_indexed_objects().filter(pk__in=list(held.values_list("pk", flat=True))))
            super().add_items(model, entries(found))
        return {thing.pk for thing in found}

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing: the desk's order does not use them, and they cost a look at every entry at every save."""


def ordered(
    found: QuerySet, bears: dict[str, Any], has: dict[str, Any], by_relevance: bool, score_field: str | None
) -> QuerySet:
    """`found`, whole titles first, then titles with all the words, then the others; the newer first in each.

    `bears` and `has` are the conditions of the first two. An order that was asked for goes before this one.
    """
    rank = Case(
        When(**bears, then=Value(WHOLE_TITLE)),
        When(**has, then=Value(WORDS_OF_TITLE)),
        default=Value(ONLY_TEXT),
        output_field=IntegerField(),
    )
    if score_field:
        found = found.annotate(**{score_field: rank})
    if by_relevance:
        return found.order_by(rank.desc(), "-pk")
    return found if found.query.order_by else found.order_by("-pk")


class FoldingBackend(BaseSearchBackend):
    """Asks for folded words. To stand before the back-end class of a database."""

    def _search(
        self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any
    ) -> BaseSearchResults:
        """Search for `query`, its last word perhaps half typed; `search` and `autocomplete` do the same.

        So an action on all that a listing shows is taken on just that. Raises NotImplementedError where
        `fields` or another operator than "and" are asked for.
        """
        if kwargs.get("fields"):
            raise NotImplementedError(
                "The desk's index keeps title and text, not fields: leave `fields` out."
            )
        if (kwargs.pop("operator", None) or "and") != "and":
            raise NotImplementedError("The desk's search finds all words: leave `operator` out.")
        return super()._search(query_compiler_class, typed(query), model_or_queryset, **kwargs)
