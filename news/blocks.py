"""The blocks a story's body is made of."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.error import ExporterException
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from news.text.plain import storable

INLINE_FEATURES = ["bold", "italic", "link"]
# What reading a form raises where parts of it are missing, or the editor's JSON has another shape.
UNREADABLE = (AttributeError, ExporterException, KeyError, RecursionError, TypeError, ValueError)


class ProseBlock(blocks.RichTextBlock):
    """Rich text of which everything can be stored: an editor's JSON may hold what no database takes."""

    canonical_module_path = "wagtail.blocks.RichTextBlock"  # it is stored alike, so migrations need not know

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> RichText:
        """The text in a form; raises BadRequest where there is none, or no editor made it."""
        try:
            data[prefix]
            return super().value_from_datadict(data, files, prefix)
        except UNREADABLE as error:
            raise BadRequest(f"{prefix} is not what the editor sends.") from error

    def value_from_form(self, value: str | None) -> RichText:
        """The text without lone surrogates and control characters."""
        return super().value_from_form(value and storable(value))


class HeadingBlock(blocks.StructBlock):
    """A sub-heading, one or two levels below the headline."""

    text = blocks.CharBlock(label=_("Text"), max_length=255)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Heading")), ("3", _("Sub-heading"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class ListOfItemsBlock(blocks.StructBlock):
    """A numbered or bulleted list."""

    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(ProseBlock(features=INLINE_FEATURES), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class QuoteBlock(blocks.StructBlock):
    """A quotation set apart, with who said it."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class PictureBlock(blocks.StructBlock):
    """An image with its own words; an empty alternative text or credit falls back to the image's."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=255)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Image")


class RelatedBlock(blocks.StructBlock):
    """Stories an editor links from here, kept by id."""

    articles = blocks.ListBlock(blocks.PageChooserBlock(page_type="news.ArticlePage"), label=_("Stories"))

    class Meta:
        icon = "link"
        label = _("Related stories")


class BodyBlock(blocks.StreamBlock):
    """The body of a story."""

    paragraph = ProseBlock(features=INLINE_FEATURES, label=_("Paragraph"))
    heading = HeadingBlock()
    list = ListOfItemsBlock()
    quote = QuoteBlock()
    image = PictureBlock()
    related = RelatedBlock()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **{"required": False, **kwargs})

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> blocks.StreamValue:
        """The blocks in a form; raises BadRequest where parts of it are missing."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except (KeyError, ValueError) as error:
            raise BadRequest(f"{prefix} is not whole.") from error


def image_ids_in(raw: Iterable[dict[str, Any]]) -> Iterator[int]:
    """The images that stored blocks (`{"type", "value"}`) name."""
    return (
        block["value"]["image"] for block in raw if block["type"] == "image" and block["value"].get("image")
    )
