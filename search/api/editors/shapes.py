"""The shapes of what editors ask search, for the editorial API's document."""

from typing import Final

from django.conf import settings
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from news.http.parameters import locale_field
from search.analysis.base import VIEWS
from search.api.parameters import SearchParameters
from search.engines.fields import VIEWS_OF
from search.queries.drafting import LONGEST_DRAFT


class DraftInput(serializers.Serializer):
    """A story as it is being typed. It is read and forgotten: nothing of it is kept or logged."""

    title = serializers.CharField(max_length=255, allow_blank=True, default="")
    text = serializers.CharField(
        max_length=LONGEST_DRAFT, allow_blank=True, default="", help_text="Its words, without marks."
    )
    article = serializers.UUIDField(required=False, help_text="The story it is a draft of, if it is there.")
    section = serializers.UUIDField(required=False, help_text="Else the section it is begun in.")
    locale = locale_field(default=settings.LANGUAGE_CODE, help_text="Else its language.")


class PublicStorySerializer(serializers.Serializer):
    """A public story."""

    id = serializers.UUIDField()
    locale = serializers.CharField()
    title = serializers.CharField()
    path = serializers.CharField()
    url = serializers.CharField()


class BesideDraftSerializer(PublicStorySerializer):
    """A public story beside a draft."""

    page = serializers.IntegerField(allow_null=True, help_text="Its number in a block of related stories.")
    summary = serializers.CharField(allow_blank=True)
    section = serializers.CharField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    likeness = serializers.FloatField(help_text="The share of the draft's neighbouring words it has, 0 to 1.")
    translations = PublicStorySerializer(many=True)


class SuggestionsSerializer(serializers.Serializer):
    """What is public beside a draft."""

    enough = serializers.BooleanField(help_text="Whether there were words enough to go by.")
    duplicates = BesideDraftSerializer(many=True, help_text="Likely the same story, likest first.")
    background = BesideDraftSerializer(many=True, help_text="Related ones, best first.")
    translations = PublicStorySerializer(many=True, help_text="Of the story itself.")


class ExplainParameters(SearchParameters):
    """A question as readers ask it, and a story it is about; pages and facets do not matter."""

    story = serializers.UUIDField(required=False, help_text="Why this one is an answer, or is not.")


class QuestionTokensSerializer(serializers.Serializer):
    """The question in each view."""

    exact = serializers.ListField(child=serializers.CharField(), help_text="As it is spelled.")
    pre = serializers.ListField(child=serializers.CharField(), help_text="Without article and conjunction.")
    light = serializers.ListField(child=serializers.CharField(), help_text="Without endings.")
    skeleton = serializers.ListField(child=serializers.CharField(), help_text="Without long vowels.")
    gram = serializers.ListField(child=serializers.CharField(), help_text="Runs of three letters.")
    bi = serializers.ListField(child=serializers.CharField(), help_text="Pairs of neighbouring stems.")


class ViewShareSerializer(serializers.Serializer):
    """What one view of a text adds."""

    text = serializers.ChoiceField([*VIEWS_OF], help_text="`lead` begins the body, `all` has title and body.")
    view = serializers.ChoiceField(VIEWS)
    score = serializers.FloatField()


class WordShareSerializer(serializers.Serializer):
    """What a word of the question adds to a story's score."""

    word = serializers.CharField()
    match = serializers.ChoiceField(["word", "letters", "none", "stop", "pair", "other"])
    score = serializers.FloatField()
    shares = ViewShareSerializer(many=True)


class PlacedSerializer(serializers.Serializer):
    """An answer at its place."""

    place = serializers.IntegerField()
    id = serializers.UUIDField()
    title = serializers.CharField()
    path = serializers.CharField()
    score = serializers.FloatField()
    by_date = serializers.FloatField(help_text="What its date adds to what the words make.")
    words = WordShareSerializer(many=True)


class TookPartSerializer(serializers.Serializer):
    """A rule of the editors that took part."""

    kind = serializers.ChoiceField(["synonym", "best_bet", "protected_word"])
    text = serializers.CharField()


class VerdictSerializer(serializers.Serializer):
    """Why the story is an answer, or is not."""

    reason = serializers.ChoiceField(
        [
            "found", "beyond", "not_public", "other_locale", "no_words", "filtered", "not_indexed",
            "not_all_words", "no_match",
        ]
    )  # fmt: skip
    message = serializers.CharField(help_text="The sentence for people, in their language.")
    place = serializers.IntegerField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Words it does not have.")
    failed = serializers.ListField(
        child=serializers.CharField(), help_text="Filters it does not meet, and `phrase:` with a phrase."
    )
    details = serializers.ListField(child=serializers.CharField(), help_text="More sentences.")
    words = WordShareSerializer(many=True)


class ExplainedSerializer(serializers.Serializer):
    """How a question was understood, its first ten answers, and the verdict on the story that was named."""

    tokens = QuestionTokensSerializer()
    stopped = serializers.ListField(
        child=serializers.CharField(), help_text="Common words, which find nothing by themselves."
    )
    phrases = serializers.ListField(child=serializers.CharField())
    by_spelling = serializers.BooleanField(help_text="Whether only the spelling counts.")
    total = serializers.IntegerField()
    weak = serializers.BooleanField()
    engine = serializers.CharField()
    took_part = TookPartSerializer(many=True)
    results = PlacedSerializer(many=True)
    story = VerdictSerializer(allow_null=True)


SUGGESTIONS: Final = inline_serializer("SuggestionsAnswer", {"data": SuggestionsSerializer()})
EXPLAINED: Final = inline_serializer("ExplainedAnswer", {"data": ExplainedSerializer()})
