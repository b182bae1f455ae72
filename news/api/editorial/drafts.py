"""Tells of stories as their newest revisions have them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Locale

from news.api.editorial.scopes import scope_of
from news.editorial.fingerprint import fingerprint
from news.editorial.refusals import Caution, Refusal
from news.editorial.releases import waits_in
from news.models import ArticlePage, Author, SectionPage
from news.publication.desk.registry import ACTIONS, offered
from news.publication.states import States, states
from news.record.corrections import published_corrections
from news.record.documents import rfc3339
from news.translation.glossary import warnings_on

STEP = ArticlePage.steplen


def cards(articles: list[ArticlePage]) -> list[dict[str, Any]]:
    """What lists say of these stories; the same number of queries however many."""
    found = states(articles)
    places = sections_of(articles)
    languages = {locale.pk: locale for locale in Locale.objects.all()}
    owners = names_of(article.owner_id for article in articles)
    return [
        card(article, found[article.pk], places, languages[article.locale_id], owners) for article in articles
    ]


def card(
    article: ArticlePage,
    found: States,
    places: Mapping[str, SectionPage],
    locale: Locale,
    owners: Mapping[int, str],
) -> dict[str, Any]:
    """What a list says of one story."""
    place = places.get(article.path[:-STEP])
    return {
        "id": str(article.uuid),
        "kind": article.kind,
        "locale": locale.language_code,
        "translation_group": str(article.translation_key),
        "title": article.draft_title or article.title,
        "slug": article.slug,
        "section": {"id": str(place.uuid), "slug": place.slug, "title": place.title} if place else None,
        "state": {"editorial": found.editorial.value, "public": found.public.value},
        "owner": owners.get(article.owner_id or 0),
        "saved_at": rfc3339(article.latest_revision_created_at),
    }


def draft_of(article: ArticlePage, user: Any) -> tuple[dict[str, Any], str]:
    """The draft of a story as data, with what `user` may do to it, and the fingerprint of its content."""
    draft = article.get_latest_revision_as_object()
    digest = fingerprint(draft)
    revision, release = article.latest_revision, waits_in(article)
    (base,) = cards([article])
    told = {
        **base,
        **words_of(draft),
        "dir": "rtl" if article.locale.is_bidi else "ltr",
        "go_live_at": rfc3339(draft.go_live_at),
        "release": {"id": release.pk, "title": release.title} if release else None,
        "saved_by": revision.user.get_username() if revision and revision.user else None,
        "fingerprint": digest,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        "actions": actions_on(article, user),
        "warnings": [cautioned(warning) for warning in warnings_on(draft)],
    }
    return told, digest


def words_of(draft: ArticlePage) -> dict[str, Any]:
    """The content of a draft."""
    known = published_corrections([draft.uuid]).get(draft.uuid, {})
    return {
        "title": draft.title,
        "slug": draft.slug,
        "kind": draft.kind,
        "standfirst": draft.standfirst,
        "seo_title": draft.seo_title,
        "search_description": draft.search_description,
        "lead_image": {
            "id": draft.lead_image_id,
            "alt": draft.lead_image_alt,
            "caption": draft.lead_image_caption,
            "credit": draft.lead_image_credit,
        },
        "body": list(draft.body.get_prep_value()),
        "authors": authors_of(draft),
        "topics": [named(topic) for topic in draft.topics.all()],
        "tags": sorted(tag.name for tag in draft.tags.all()),
        "corrections": [
            one.as_document(known.get(str(one.uuid), {}).get("at")) for one in draft.corrections.all()
        ],
    }


def authors_of(draft: ArticlePage) -> list[dict[str, str]]:
    """The authors of a draft, in their order; one query."""
    order = [line.author_id for line in draft.bylines.all()]
    found = Author.objects.in_bulk(order)
    return [named(found[pk]) for pk in order if pk in found]


def actions_on(article: ArticlePage, user: Any) -> list[dict[str, Any]]:
    """Every action there is, and why `user` cannot take it on this story now."""
    return [
        {
            "name": name,
            "title": str(ACTIONS[name].label),
            "scope": scope.value if (scope := scope_of(name)) else None,
            "takes": list(ACTIONS[name].form.base_fields),
            "allowed": refusal is None,
            "refusal": told(refusal),
        }
        for name, refusal in offered(article, user).items()
    ]


def told(refusal: Refusal | None) -> dict[str, str] | None:
    """A refusal as data."""
    if refusal is None:
        return None
    return {"code": refusal.code, "message": refusal.message, "about": refusal.about}


def cautioned(warning: Caution) -> dict[str, Any]:
    """A warning as data, with the words it names."""
    words = {name: warning.params.get(name) for name in ("term", "form", "used")}
    return {"code": warning.code, "message": warning.message, "about": warning.about, **words}


def named(thing: Any) -> dict[str, str]:
    """An author or a topic."""
    return {"id": str(thing.uuid), "name": thing.name}


def sections_of(articles: Iterable[ArticlePage]) -> dict[str, SectionPage]:
    """The sections these stories stand in, by their place in the tree; one query."""
    paths = {article.path[:-STEP] for article in articles}
    return {section.path: section for section in SectionPage.objects.filter(path__in=paths)}


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these users; one query."""
    users = get_user_model()._default_manager.filter(pk__in={pk for pk in user_ids if pk})
    return dict(users.values_list("pk", get_user_model().USERNAME_FIELD))
