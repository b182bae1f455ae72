"""What the desk's back-ends share, whichever database they keep their index in."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from modelsearch.backends.base import BaseIndex, BaseSearchBackend, BaseSearchResults, get_model_root

from home.desk.asking import typed
from home.desk.entries import entries

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
