"""The shapes of the editorial API's answers."""

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from news.editorial.states import EditorialState
from news.http.openapi import LinksSerializer
from news.models import ArticlePage
from news.publication.states import PublicAxis

BLOCKS = ("paragraph", "heading", "list", "quote", "image", "related")


class RefusalSerializer(serializers.Serializer):
    """Why something is forbidden."""

    code = serializers.CharField(help_text="What a program goes by.")
    message = serializers.CharField(help_text="The sentence for people, in their language.")
    about = serializers.CharField(help_text="The field it is about, or nothing.")


class ReasonSerializer(RefusalSerializer):
    """One of the reasons a request was refused for."""

    article = serializers.UUIDField(required=False, help_text="The story it is about, where several are.")


class ActionSerializer(serializers.Serializer):
    """Something people do to a story, and whether you may do it to this one now."""

    name = serializers.CharField()
    title = serializers.CharField(help_text="What people call it, in their language.")
    scope = serializers.CharField(allow_null=True, help_text="What a token needs to take it.")
    takes = serializers.ListField(child=serializers.CharField(), help_text="The members of its body.")
    allowed = serializers.BooleanField()
    refusal = RefusalSerializer(allow_null=True)


class StatesSerializer(serializers.Serializer):
    """Where a story is on both axes."""

    editorial = serializers.ChoiceField([state.value for state in EditorialState])
    public = serializers.ChoiceField([state.value for state in PublicAxis])


class PlaceSerializer(serializers.Serializer):
    """The section a story stands in."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()


class CardSerializer(serializers.Serializer):
    """A story in a list: what its draft is called, and where it is."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(ArticlePage.Kind.values)
    locale = serializers.CharField()
    translation_group = serializers.UUIDField()
    title = serializers.CharField()
    slug = serializers.CharField()
    section = PlaceSerializer(allow_null=True)
    state = StatesSerializer()
    owner = serializers.CharField(allow_null=True, help_text="The user name of who began it.")
    saved_at = serializers.DateTimeField(allow_null=True)


class BlockSerializer(serializers.Serializer):
    """A block of a body, as it is stored."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(BLOCKS)
    value = serializers.JSONField()


class LeadImageSerializer(serializers.Serializer):
    """The image of a story, by its number, and the words it has there."""

    id = serializers.IntegerField(allow_null=True)
    alt = serializers.CharField(allow_blank=True)
    caption = serializers.CharField(allow_blank=True)
    credit = serializers.CharField(allow_blank=True)


class NamedSerializer(serializers.Serializer):
    """An author or a topic."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class CorrectionSerializer(serializers.Serializer):
    """What readers are told of a change; they know it since `at`, or not yet."""

    id = serializers.UUIDField()
    type = serializers.CharField()
    note = serializers.CharField()
    blocks = serializers.ListField(child=serializers.CharField())
    at = serializers.DateTimeField(allow_null=True)


class WarningSerializer(serializers.Serializer):
    """Something to look at in a translation; it keeps nobody from anything."""

    code = serializers.CharField(help_text="What a program goes by.")
    message = serializers.CharField(help_text="The sentence for people, in their language.")
    about = serializers.CharField(help_text="The field or the id of the block it is about.")
    term = serializers.CharField(help_text="The term that the source has.")
    form = serializers.CharField(help_text="Its preferred form.")
    used = serializers.CharField(allow_null=True, help_text="The discouraged form that stands there.")


class WaitingSerializer(serializers.Serializer):
    """The release that a story waits for."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class DraftSerializer(CardSerializer):
    """The newest revision of a story, and what may be done with it."""

    dir = serializers.ChoiceField(["rtl", "ltr"])
    standfirst = serializers.CharField(allow_blank=True)
    seo_title = serializers.CharField(allow_blank=True)
    search_description = serializers.CharField(allow_blank=True)
    lead_image = LeadImageSerializer()
    body = BlockSerializer(many=True)
    authors = NamedSerializer(many=True)
    topics = NamedSerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    corrections = CorrectionSerializer(many=True)
    go_live_at = serializers.DateTimeField(allow_null=True)
    release = WaitingSerializer(allow_null=True, help_text="The release it goes out with.")
    saved_by = serializers.CharField(allow_null=True)
    fingerprint = serializers.CharField(help_text="Of its content; the ETag is made of it.")
    edit_url = serializers.CharField()
    actions = ActionSerializer(many=True)
    warnings = WarningSerializer(many=True, help_text="Of a translation; other stories have none.")


class ListMetaSerializer(serializers.Serializer):
    """About the list."""

    limit = serializers.IntegerField()


DRAFT = inline_serializer("DraftAnswer", {"data": DraftSerializer()})
CARDS = inline_serializer(
    "CardListAnswer",
    {"data": CardSerializer(many=True), "meta": ListMetaSerializer(), "links": LinksSerializer()},
)
