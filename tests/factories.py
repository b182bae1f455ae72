"""Makes newsroom content through Wagtail, as editors would; Arabic unless told otherwise."""

from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale

from home.models import HomePage
from news.editorial.approvals import approve_import
from news.editorial.newsroom import ROLES, names_of
from news.models import ArticlePage, Author, Byline, NewsImage, SectionPage, Topic
from news.translation.models import Term, TermForm

_numbers = count(1)
SENTENCE = "أعلنت الهيئة العامة للموانئ بدء العمل في الرصيف الجديد قبل نهاية العام."


def home(locale: str = "ar") -> HomePage:
    """The home page of a locale."""
    return HomePage.objects.get(locale__language_code=locale)


def section(title: str = "", *, parent: Any = None, locale: str = "ar", **fields: Any) -> SectionPage:
    """A live section."""
    parent = parent or home(locale)
    title = title or f"قسم {next(_numbers)}"
    return parent.add_child(instance=SectionPage(title=title, locale=parent.locale, **fields))


def article(title: str = "", *, parent: Any = None, locale: str = "ar", **fields: Any) -> ArticlePage:
    """A draft with a first revision. `bylines` is a list of authors, `topics` and `tags` are lists."""
    parent = (
        parent or SectionPage.objects.filter(locale__language_code=locale).first() or section(locale=locale)
    )
    bylines, topics, tags = (fields.pop(name, []) for name in ("bylines", "topics", "tags"))
    user = fields.pop("user", None)
    fields.setdefault("body", [("paragraph", f"<p>{SENTENCE}</p>")])
    fields.setdefault("standfirst", "خطوة جديدة في توسيع الميناء.")
    title = title or f"خبر رقم {next(_numbers)}"
    page = ArticlePage(title=title, live=False, locale=parent.locale, owner=user, **fields)
    page.bylines = [Byline(author=author) for author in bylines]
    page.topics = topics
    page = parent.add_child(instance=page)
    if tags:
        page.tags.add(*tags)
    page.save_revision(user=user)
    return page


def publish(page: ArticlePage, **fields: Any) -> ArticlePage:
    """Publish a story with an approval of kind import; `fields` are changed first. Returns it fresh."""
    revision = page.revisions.order_by("-pk").first()
    if fields or revision is None:
        page = page.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(page, name, value)
        revision = page.save_revision()
    approve_import(revision.as_object(), run="tests", by=None)
    revision.publish()
    return ArticlePage.objects.get(pk=page.pk)


def published(title: str = "", **fields: Any) -> ArticlePage:
    """A story that is public."""
    return publish(article(title, **fields))


def slip(page: ArticlePage, revision: Any = None) -> None:
    """Make a draft of `page`, the newest, live as Wagtail's own action does, past every rule."""
    revision = revision or ArticlePage.objects.get(pk=page.pk).latest_revision
    PublishPageRevisionAction(revision).execute(skip_permission_checks=True)


def translation(source: ArticlePage, locale: str, title: str, *, parent: Any = None) -> ArticlePage:
    """A draft translation of `source`."""
    parent = (
        parent or SectionPage.objects.filter(locale__language_code=locale).first() or section(locale=locale)
    )
    page = ArticlePage(
        title=title, live=False, locale=Locale.objects.get(language_code=locale),
        translation_key=source.translation_key, body=source.body, standfirst="A new step for the port.",
    )  # fmt: skip
    parent.add_child(instance=page)
    page.save_revision()
    return page


def author(name: str = "محرر الاقتصاد", *, locale: str = "ar", **fields: Any) -> Author:
    """A byline."""
    return _named(Author, name, locale, fields)


def topic(name: str = "الموانئ", *, locale: str = "ar", **fields: Any) -> Topic:
    """A topic."""
    return _named(Topic, name, locale, fields)


def term(
    kind: str = "term", *, discouraged: dict[str, str] | None = None, note: str = "", **forms: str
) -> Term:
    """A term of the glossary, with a form for each language named; each has the note."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    term = Term(kind=kind)
    term.forms = [
        TermForm(locale=locales[code], text=text, discouraged=(discouraged or {}).get(code, ""), note=note)
        for code, text in forms.items()
    ]
    term.save()
    return term


def _named(model: Any, name: str, locale: str, fields: dict[str, Any]) -> Any:
    thing = model(name=name, locale=Locale.objects.get(language_code=locale), **fields)
    thing.full_clean()
    thing.save()
    return thing


def image_bytes(
    size: tuple[int, int] = (400, 300), kind: str = "JPEG", color: str = "navy", **options: Any
) -> bytes:
    """An image file of `size` pixels."""
    target = BytesIO()
    Image.new("RGB", size, color).save(target, kind, **options)
    return target.getvalue()


def image(title: str = "الميناء", *, data: bytes | None = None, **fields: Any) -> NewsImage:
    """An image of the newsroom."""
    file = ContentFile(data or image_bytes(), name="port.jpg")
    return NewsImage.objects.create(
        title=title, file=file, **{"credit": "نشرة", "default_alt": "رافعات", "rights": "own", **fields}
    )


def user(role: str = "", name: str = "", **fields: Any) -> Any:
    """A person of a role (a group that `manage.py newsroom` makes), or of none."""
    name = name or f"user{next(_numbers)}"
    person = get_user_model().objects.create_user(name, f"{name}@nashra.example", "كلمة-سر-للتجربة", **fields)
    if role:
        person.groups.add(group(role))
    return person


def group(role: str) -> Any:
    """The group of a role, named in any language."""
    return next(one for one in ROLES if role in names_of(one.title)).group()
