"""How far translations are, counted whenever either side changes, so that lists of them ask one query."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from news.models import ArticlePage, Author, Topic
from news.record.models import PublicState, PublishedDocument
from news.translation.models import Translation
from news.translation.sources import states_of
from news.translation.standing import standings
from news.translation.states import State


def refresh(translations: Iterable[Translation]) -> None:
    """Count these anew."""
    for row in translations:
        if found := miscounted(row):
            Translation.objects.filter(pk=row.pk).update(**found)


def miscounted(row: Translation) -> dict[str, int]:
    """What of a translation was counted otherwise than it is now."""
    return {name: value for name, value in counted(row).items() if getattr(row, name) != value}


def counted(row: Translation) -> dict[str, int]:
    """How many pieces the newest draft has and lacks, what is to be done, and what is stale in public."""
    page = ArticlePage.objects.get(pk=row.page_id)
    found = list(states_of(row, page.get_latest_revision_as_object()).values())
    standing = standings(public([row.page_id, row.source_id])).get(row.page_id)
    return {
        "pieces": len(found),
        "untranslated": found.count(State.UNTRANSLATED) + found.count(State.MISSING),
        "machine": found.count(State.MACHINE),
        "stale": found.count(State.STALE),
        "stale_public": len(standing.stale) + len(standing.missing) if standing else 0,
        "severity": int(standing.severity or 0) if standing else 0,
    }


def public(page_ids: Iterable[int | None]) -> list[ArticlePage]:
    """Those of these stories that readers have, as their rows are; two queries."""
    pages = list(ArticlePage.objects.filter(pk__in=[pk for pk in page_ids if pk]))
    stored = PublishedDocument.objects.filter(
        type="article", document_id__in=[page.uuid for page in pages], state=PublicState.LIVE
    )
    live = set(stored.values_list("document_id", flat=True))
    return [page for page in pages if page.uuid in live]


def of_stories(public_ids: Iterable[Any]) -> list[Translation]:
    """The translations of these stories, and those that these stories are; one query."""
    ids = list(public_ids)
    either = Q(page__articlepage__uuid__in=ids) | Q(source__articlepage__uuid__in=ids)
    return list(Translation.objects.filter(either))


def of_drafts_naming(thing: Author | Topic) -> list[Translation]:
    """The translations of stories that name this author or topic, and those that they are; two queries.

    Left out are those that are compared as readers have them: they are counted once readers have the name.
    """
    field = "bylines" if isinstance(thing, Author) else "topics"
    row = Q(bylines__author=thing) if isinstance(thing, Author) else Q(topics=thing)
    live = PublishedDocument.objects.filter(type="article", state=PublicState.LIVE).values("document_id")
    translated = ArticlePage.objects.filter(Q(translation__isnull=False) | Q(translations__isnull=False))
    drafts = translated.filter(has_unpublished_changes=True)
    named = drafts.values_list("pk", f"latest_revision__content__{field}")
    drafted = {pk for pk, names in named if thing.pk in map(id_of, names or ())}
    pages = translated.filter((row & ~Q(uuid__in=live)) | Q(pk__in=drafted)).values("pk")
    return list(Translation.objects.filter(Q(page__in=pages) | Q(source__in=pages)))


def id_of(name: Any) -> Any:
    """The author of a byline, or the topic, that the content of a revision names."""
    return name["author"] if isinstance(name, dict) else name
