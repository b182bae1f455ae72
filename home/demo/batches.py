"""Takes the many rows of a story as one change: synced once, indexed once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.db.models.signals import post_save
from modelsearch.index import insert_or_update_object
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from news.models import ArticlePage
from news.publication.sync import work_off
from news.record.models import Mark


@contextmanager
def published_together() -> Iterator[None]:
    """A transaction after which all that it changed is synced as one set, not mark by mark."""
    with transaction.atomic():
        newest = Mark.objects.aggregate(pk=Max("pk"))["pk"] or 0
        # The first to be called after the commit: it leaves nothing to do for what every mark registers.
        transaction.on_commit(partial(work_off_since, newest), robust=True)
        yield


def work_off_since(newest: int) -> None:
    """Sync what was marked after the mark `newest`."""
    left = Mark.objects.filter(pk__gt=newest, below=False)
    work_off(list(left.values_list("pk", flat=True)))


@contextmanager
def indexed_afterwards() -> Iterator[None]:
    """Keep the admin's indexes from following every row of an article: whoever saves one calls `index`."""
    post_save.disconnect(post_save_signal_handler, sender=ArticlePage)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.connect(post_save_signal_handler, sender=ArticlePage)


def index(page: ArticlePage) -> None:
    """Put an article into the editors' search and the index of references."""
    insert_or_update_object(page)
    ReferenceIndex.create_or_update_for_object(page)
