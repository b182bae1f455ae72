"""What a story must have before anybody is asked to approve it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from news.editorial.refusals import Refusal
from news.models import ArticlePage, NewsImage
from news.text.plain import shows

Kind = ArticlePage.Kind
REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Kind.STORY: ("title", "standfirst", "body"),
        Kind.BRIEF: ("title", "body"),
        Kind.OPINION: ("title", "standfirst", "body", "bylines"),
        Kind.ANALYSIS: ("title", "standfirst", "body", "bylines"),
    }
)


def lacks(article: ArticlePage) -> list[Refusal]:
    """What `article`, from its row or a revision, lacks of what its kind requires; at most one query."""
    fields = REQUIRED.get(article.kind, REQUIRED[Kind.STORY])
    missing = [name for name in fields if not is_filled(article, name)]
    return [
        *(Refusal("field_required", {"field": label_of(name)}, about=name) for name in missing),
        *image_refusals(article),
    ]


def is_filled(article: ArticlePage, name: str) -> bool:
    """Whether this field of `article` has something to see in it."""
    value = getattr(article, name)
    if name == "bylines":
        return bool(list(value.all()))
    return shows(value) if isinstance(value, str) else bool(value)


def label_of(name: str) -> Any:
    """What people call this field."""
    field: Any = ArticlePage._meta.get_field(name)
    return field.related_model._meta.verbose_name if name == "bylines" else field.verbose_name


def image_refusals(article: ArticlePage) -> Iterator[Refusal]:
    """What the images of `article` lack: words for who cannot see them, whose they are, and by what right."""
    uses = list(image_uses(article))
    images = NewsImage.objects.in_bulk([image_id for image_id, _alt, _credit, _about in uses])
    for image_id, alt, credit, about in uses:
        image = images.get(image_id)
        if image is None:
            continue
        named = {"image": image.title}
        if not shows(alt or image.default_alt):
            yield Refusal("image_alt", named, about)
        if not shows(credit or image.credit):
            yield Refusal("image_credit", named, about)
        if not image.rights:
            yield Refusal("image_rights", named, about)


def image_uses(article: ArticlePage) -> Iterator[tuple[int, str, str, str]]:
    """Each use of an image in `article`: id, alternative text and credit given there, and the field."""
    if article.lead_image_id:
        yield article.lead_image_id, article.lead_image_alt, article.lead_image_credit, "lead_image"
    for block in article.body.get_prep_value():
        if block["type"] == "image" and (image_id := block["value"].get("image")):
            value = block["value"]
            yield image_id, value.get("alt") or "", value.get("credit") or "", "body"
