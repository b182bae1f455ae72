"""The shapes of public documents, for the OpenAPI document and for `fields`; no bytes are made from them."""

from rest_framework import serializers

from news.api.delivery.blocks import BodyField, ImageSerializer, constant
from news.api.delivery.parameters import KINDS
from news.http.parameters import locale_codes

DIRECTIONS = ("rtl", "ltr")
TRANSLATED_MEMBERS = (
    "title", "summary", "image.alt", "image.caption", "seo.title", "seo.description", "authors", "topics",
)  # fmt: skip


class SectionReferenceSerializer(serializers.Serializer):
    """A section as a story names it."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    path = serializers.CharField()


class ReferenceSerializer(serializers.Serializer):
    """A topic, tag or author as a story names it."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class PageAlternateSerializer(serializers.Serializer):
    """The same story or section in another locale."""

    locale = serializers.CharField()
    id = serializers.UUIDField()
    path = serializers.CharField()
    url = serializers.CharField()


class StoryAlternateSerializer(PageAlternateSerializer):
    """The same story in another locale."""

    is_stale = serializers.BooleanField(
        help_text="It is a translation, and its source has changed where it has not."
    )


class NamedAlternateSerializer(serializers.Serializer):
    """The same topic or author in another locale."""

    locale = serializers.CharField()
    id = serializers.UUIDField()
    slug = serializers.CharField()


class SeoSerializer(serializers.Serializer):
    """What search engines and link previews are told."""

    title = serializers.CharField()
    description = serializers.CharField()
    canonical = serializers.CharField(allow_null=True)


class DocumentSerializer(serializers.Serializer):
    """What every public document has; `version` counts its public changes."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)
    status = constant("live")


class LocalisedSerializer(DocumentSerializer):
    """What every document written in a language has; its translations share `translation_group`."""

    locale = serializers.ChoiceField(choices=locale_codes())
    dir = serializers.ChoiceField(choices=DIRECTIONS)
    translation_group = serializers.UUIDField()


class ArticleCardSerializer(LocalisedSerializer):
    """A story as lists show it."""

    type = constant("article")
    kind = serializers.ChoiceField(choices=KINDS)
    path = serializers.CharField(help_text="Decoded Unicode.")
    url = serializers.CharField(help_text="Percent-encoded; absolute where the newsroom set its address.")
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    section = SectionReferenceSerializer(allow_null=True)
    topics = ReferenceSerializer(many=True)
    authors = ReferenceSerializer(many=True)
    image = ImageSerializer(allow_null=True)
    breaking_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when it is breaking news; null, or past, where it is not."
    )
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="Moves when the words do.")


class CorrectionSerializer(serializers.Serializer):
    """What readers are told of a change of a story."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(choices=("correction", "clarification", "update", "retraction"))
    note = serializers.CharField(help_text="Plain text.")
    blocks = serializers.ListField(
        child=serializers.UUIDField(), help_text="The blocks it is about; some may be gone by now."
    )
    at = serializers.DateTimeField(help_text="Since when readers know.")


class TranslationSerializer(serializers.Serializer):
    """What a story was translated from, and what that says otherwise by now."""

    source_locale = serializers.ChoiceField(choices=locale_codes())
    source_id = serializers.UUIDField(allow_null=True, help_text="Null where the source is not public.")
    source_version = serializers.IntegerField(
        allow_null=True, help_text="The version of the source that the oldest part was made from."
    )
    is_stale = serializers.BooleanField(help_text="The source has changed where the translation has not.")
    severity = serializers.ChoiceField(
        choices=("typo", "fact", "legal"),
        allow_null=True,
        help_text="What the source told its readers of that: nothing, a correction or update, a retraction. "
        "Null where nothing is stale.",
    )
    stale_fields = serializers.ListField(child=serializers.ChoiceField(choices=TRANSLATED_MEMBERS))
    stale_blocks = serializers.ListField(
        child=serializers.UUIDField(), help_text="Blocks of the source, or of this story, by their shared id."
    )
    missing_blocks = serializers.ListField(
        child=serializers.UUIDField(), help_text="Blocks of the source that this story has not."
    )


class ArticleSerializer(ArticleCardSerializer):
    """A story."""

    sections = SectionReferenceSerializer(many=True, help_text="From the outermost to its own.")
    tags = ReferenceSerializer(many=True)
    body = BodyField()
    alternates = StoryAlternateSerializer(many=True)
    translation = TranslationSerializer(allow_null=True, help_text="Null where it is no translation.")
    corrections = CorrectionSerializer(many=True, help_text="Newest first.")
    seo = SeoSerializer()


class SectionSerializer(LocalisedSerializer):
    """A section."""

    type = constant("section")
    path = serializers.CharField()
    url = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    alternates = PageAlternateSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Adds `parent`, which as a class attribute would hide that of every field."""
        above = serializers.UUIDField(allow_null=True, help_text="The section above.")
        return {**super().get_fields(), "parent": above}


class NamedSerializer(LocalisedSerializer):
    """What topics and authors have."""

    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    alternates = NamedAlternateSerializer(many=True)


class TopicSerializer(NamedSerializer):
    """A topic."""

    type = constant("topic")


class AuthorSerializer(NamedSerializer):
    """A person who signs stories."""

    type = constant("author")


class TagSerializer(DocumentSerializer):
    """A tag; tags have no locale."""

    type = constant("tag")
    slug = serializers.CharField()
    name = serializers.CharField()


class LocaleSerializer(DocumentSerializer):
    """A language the newsroom publishes in."""

    type = constant("locale")
    code = serializers.ChoiceField(choices=locale_codes())
    name = serializers.CharField(help_text="In the language itself.")
    dir = serializers.ChoiceField(choices=DIRECTIONS)
    is_default = serializers.BooleanField(help_text="True of one.")
    path = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField(help_text="Of its front page.")
