"""The shapes of decisions about searches and of what readers ask, for the editorial API's document."""

from functools import cache
from typing import Any, Final

from django.conf import settings
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from news.api.editorial.shapes import ListMetaSerializer
from news.http.openapi import LinksSerializer
from news.http.parameters import Moment, Parameters, cursor_field, limit_field, locale_field
from news.record.documents import rfc3339
from search.asked.reports import KINDS, SPANS
from search.models import BestBet, ProtectedWord, SynonymGroup
from search.models.checks import LONGEST_LINE, MOST_LINES
from search.models.tuning import LONGEST_NOTE
from search.models.words import lines_in


def lines_field(help_text: str, **options: Any) -> serializers.ListField:
    """Words or questions, one an item."""
    child = serializers.CharField(max_length=LONGEST_LINE)
    return serializers.ListField(child=child, max_length=MOST_LINES, help_text=help_text, **options)


class DecisionInput(serializers.Serializer):
    """What every decision has."""

    locale = locale_field(default=settings.LANGUAGE_CODE, help_text="Its language; it stays in it.")
    note = serializers.CharField(
        max_length=LONGEST_NOTE, allow_blank=True, default="", help_text="For colleagues: why it is so."
    )


class SynonymsInput(DecisionInput):
    """Words and phrases that mean the same."""

    words = lines_field("Who asks for one of them finds what says any other, or what is in `also`.")
    also = lines_field("What is looked for besides `words`, and not the other way round.", default=list)


class ProtectedWordInput(DecisionInput):
    """A word that is found only as it is written."""

    word = serializers.CharField(max_length=64)


class BestBetInput(DecisionInput):
    """A story that stands first for some questions."""

    questions = lines_field("Whole questions, in any spelling.")
    story = serializers.UUIDField(help_text="A public story of that language.")
    until = Moment(
        allow_null=True, default=None, help_text="When that ends; null for as long as it is public."
    )


class SynonymsSerializer(SynonymsInput):
    """A group of synonyms as it is kept."""

    id = serializers.IntegerField()


class ProtectedWordSerializer(ProtectedWordInput):
    """A protected word as it is kept."""

    id = serializers.IntegerField()


class BestBetSerializer(BestBetInput):
    """A best bet as it is kept."""

    id = serializers.IntegerField()


class DecisionParameters(Parameters):
    """Which decisions."""

    locale = locale_field(required=False)
    limit = limit_field()
    cursor = cursor_field()


class AskedParameters(Parameters):
    """Which questions of readers."""

    kind = serializers.ChoiceField(
        choices=KINDS,
        default="top",
        help_text="The most frequent; what found nothing; only what is spelled alike; what rises.",
    )
    locale = locale_field(default=settings.LANGUAGE_CODE)
    days = serializers.ChoiceField(choices=SPANS, default=7, help_text="So many, today included.")
    limit = limit_field(default=50)


class AskedSerializer(serializers.Serializer):
    """A question of readers, folded, with how often it was asked and what it found."""

    text = serializers.CharField()
    times = serializers.IntegerField()
    before = serializers.IntegerField(help_text="How often in as many days before.")
    empty_times = serializers.IntegerField(help_text="How often it found nothing.")
    weak_times = serializers.IntegerField(help_text="How often only what is spelled alike.")
    most = serializers.IntegerField(help_text="How many stories it found at most.")


class AskedMetaSerializer(serializers.Serializer):
    """How many were asked for, and how often in a day a question must have been asked to be told of."""

    limit = serializers.IntegerField()
    least = serializers.IntegerField()


@cache
def one(name: str, shape: type[serializers.Serializer]) -> Any:
    """The answer that is one decision."""
    return inline_serializer(f"{name}Answer", {"data": shape()})


@cache
def many(name: str, shape: type[serializers.Serializer]) -> Any:
    """The answer that is a page of decisions."""
    parts: dict[str, Any] = {
        "data": shape(many=True),
        "meta": ListMetaSerializer(),
        "links": LinksSerializer(),
    }
    return inline_serializer(f"{name}ListAnswer", parts)


ASKED: Final = inline_serializer(
    "AskedAnswer", {"data": AskedSerializer(many=True), "meta": AskedMetaSerializer()}
)


def told_of(row: Any) -> dict[str, Any]:
    """A decision as data."""
    told = {"id": row.pk, "locale": row.locale, "note": row.note}
    if isinstance(row, SynonymGroup):
        return {**told, "words": list(row.rule.words), "also": list(row.rule.also)}
    if isinstance(row, ProtectedWord):
        return {**told, "word": row.word}
    bet: BestBet = row
    until = rfc3339(bet.until) if bet.until else None
    return {**told, "questions": list(lines_in(bet.questions)), "story": str(bet.story), "until": until}
