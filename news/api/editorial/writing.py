"""Saves drafts for the editorial API: as the admin's form would, as the user, never what readers see."""

from typing import Any

from django.db import transaction
from django.utils.http import parse_etags
from wagtail.models import Page

from news.api.editorial.base import fault, pointer, unprocessable
from news.api.editorial.bodies import Fault
from news.api.editorial.stories import refused
from news.api.editorial.words import Reading
from news.editorial.changing import cannot_change
from news.editorial.fingerprint import fingerprint
from news.editorial.refusals import Refusal
from news.editorial.saving import lock
from news.http.problems import Problem
from news.models import ArticlePage, SectionPage
from news.models.forms import ArticleForm

PLAIN = ("title", "slug", "kind", "standfirst", "seo_title", "search_description")
IMAGE_WORDS = {"alt": "lead_image_alt", "caption": "lead_image_caption", "credit": "lead_image_credit"}
PLACES = {
    **{form_name: ("lead_image", name) for name, form_name in IMAGE_WORDS.items()},
    "lead_image": ("lead_image", "id"),
}


class DraftForm(ArticleForm):
    """The admin's form of a story without its body, whose blocks were read already."""

    class Meta:
        model = ArticlePage
        fields = [*PLAIN, "lead_image", *IMAGE_WORDS.values(), "topics", "tags"]
        formsets = {"bylines": {"fields": ["author"]}}


@transaction.atomic
def change(article: ArticlePage, user: Any, reading: Reading, if_match: str) -> None:
    """Save what was read as the newest draft of a story, if the draft is still the one that `if_match` names.

    The page's row is held meanwhile, as decisions on it hold it. Raises Problem 403, 409, 412 or 422.
    """
    lock(article.pk)
    article = ArticlePage.objects.get(pk=article.pk)
    draft = article.get_latest_revision_as_object()
    check_version(fingerprint(draft), if_match)
    if found := cannot_change(article, user):
        raise refused(found)
    parent = Page.objects.get(pk=article.get_parent().pk)
    draft = fill(draft, parent, user, reading, commit=not article.live)
    draft.save_revision(user=user, log_action=True, clean=False)


@transaction.atomic
def begin(section: SectionPage, user: Any, reading: Reading) -> ArticlePage:
    """Begin a story below a section. Raises Problem 403 or 422."""
    place = section.permissions_for_user(user)
    if not place.can_add_subpage() or not ArticlePage.can_create_at(section):
        raise refused(Refusal("not_allowed"))
    blank = ArticlePage(owner=user, locale=section.locale, live=False)
    story = fill(blank, section, user, reading, commit=False)
    story.live = False
    section.add_child(instance=story)
    story.save_revision(user=user, log_action=True, clean=False)
    return story


def check_version(digest: str, if_match: str) -> None:
    """Raise a 412 where `If-Match` names another draft than this one."""
    if if_match.strip() != "*" and f'"{digest}"' not in parse_etags(if_match):
        detail = "The draft changed since you read it; read it again."
        raise Problem(412, "precondition_failed", detail, headers={"ETag": f'"{digest}"'})


def fill(draft: ArticlePage, parent: Page, user: Any, reading: Reading, *, commit: bool) -> ArticlePage:
    """`draft` with what was read, saved to its row where `commit` says so; raises a 422."""
    body = reading.body(draft)
    authors, topics = reading.things("authors"), reading.things("topics")
    corrections = reading.corrections(draft, body)
    if reading.faults:
        raise unprocessable(reading.faults)
    if authors is None:
        authors = [line.author for line in draft.bylines.all()]
    data = form_data(draft, reading.given, topics, authors)
    draft.bylines = []
    form = DraftForm(data, instance=draft, parent_page=parent, for_user=user)
    form.defer_required_fields()
    if not form.is_valid():
        raise unprocessable(form_faults(form))
    draft.body = body
    if corrections is not None:
        draft.corrections = corrections
    filled: ArticlePage = form.save(commit=commit)
    return filled


def form_data(
    draft: ArticlePage, given: dict[str, Any], topics: list[Any] | None, authors: list[Any]
) -> dict[str, Any]:
    """What the admin's form would have been sent, had somebody typed this into it."""
    image = given.get("lead_image", {})
    chosen = list(draft.topics.all()) if topics is None else topics
    tags = given["tags"] if "tags" in given else [tag.name for tag in draft.tags.all()]
    lines = {"TOTAL_FORMS": len(authors), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {
        **{name: given.get(name, getattr(draft, name)) for name in PLAIN},
        **{form_name: image.get(name, getattr(draft, form_name)) for name, form_name in IMAGE_WORDS.items()},
        "lead_image": image.get("id", draft.lead_image_id) or "",
        "topics": [topic.pk for topic in chosen],
        "tags": ", ".join(f'"{tag}"' for tag in tags),
        **{f"bylines-{name}": number for name, number in lines.items()},
        **{f"bylines-{place}-author": author.pk for place, author in enumerate(authors)},
        **{f"bylines-{place}-ORDER": place + 1 for place in range(len(authors))},
    }


def form_faults(form: DraftForm) -> list[Fault]:
    """What the form found, at the places where it was sent."""
    found = [
        fault(place_of(name), error.code or "invalid", message)
        for name, errors in form.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]
    lines = form.formsets["bylines"]
    for place, errors in enumerate(lines.errors):
        found += [fault(pointer("authors", place), "invalid", str(one)) for one in errors.values()]
    found += [fault("/authors", "invalid", str(one)) for one in lines.non_form_errors()]
    return found or [fault("", "invalid", "The story cannot be saved like this.")]


def place_of(name: str) -> str:
    """Where a field of the form was sent."""
    return "" if name == "__all__" else pointer(*PLACES.get(name, (name,)))
