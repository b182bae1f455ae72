"""Stories, and translations of them that somebody asked for."""

from typing import Any

from news.models import ArticlePage
from news.translation.models import Translation
from news.translation.pieces import digests, pieces
from news.translation.requests import Wish, request
from tests import factories
from tests.news.publication.support import fresh

FIRST, SECOND = "ارتفعت الصادرات في الميناء.", "وقال المدير إن العمل مستمر."
ENGLISH = {"title": "The port grows", "standfirst": "A new step."}


def source(**fields: Any) -> ArticlePage:
    """A public story of two paragraphs, in a section that stands in English and French too."""
    home = factories.home()
    section = factories.section("اقتصاد", parent=home)
    for locale in ("en", "fr"):
        factories.section("Economy", locale=locale, translation_key=section.translation_key)
    body = [("paragraph", f"<p>{FIRST}</p>"), ("paragraph", f"<p>{SECOND}</p>")]
    fields = {"standfirst": "خطوة جديدة.", "body": body, **fields}
    return factories.published("الميناء يتوسع", parent=section, **fields)


def requested(page: ArticlePage, locale: str = "en", *, by: Any = None, **wish: Any) -> ArticlePage:
    """The draft of a translation that somebody, or a rule, asked for."""
    row = request(page, locale, by=by, wish=Wish(**wish))
    return fresh(ArticlePage.objects.get(pk=row.translation.page_id))


def translate(
    page: ArticlePage, by: Any = None, *, upto: int = 2, words: str = "Paragraph", **fields: str
) -> None:
    """Save a draft with all fields, and the first paragraphs, translated by somebody who sees the source."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in {**ENGLISH, **fields}.items():
        setattr(draft, name, value)
    raw = list(draft.body.get_prep_value())
    for place in range(upto):
        raw[place] = {**raw[place], "value": f"<p>{words} {place + 1}.</p>"}
    draft.body = draft.body.stream_block.to_python(raw)
    translation = Translation.objects.get(page_id=page.pk)
    if translation.source_id:
        draft.source_shown = digests(pieces(ArticlePage.objects.get(pk=translation.source_id)))
    draft.save_revision(user=by)


def original(page: ArticlePage) -> ArticlePage:
    """What a translation is made from, as its row is now."""
    return ArticlePage.objects.get(pk=Translation.objects.get(page_id=page.pk).source_id)
