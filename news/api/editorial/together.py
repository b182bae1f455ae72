"""Tells of releases: what is in them, as far as somebody may know of it, and what holds that back."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from news.api.editorial.shapes import ListMetaSerializer, RefusalSerializer
from news.editorial.knowing import known_stories
from news.editorial.refusals import Refusal
from news.editorial.releases import MOST, Release
from news.http.openapi import LinksSerializer
from news.http.parameters import Moment
from news.http.problems import Problem
from news.models import ArticlePage
from news.publication.desk.together import RELEASE_ACTIONS, cannot_act
from news.publication.readiness import Line, lines_of, readiness
from news.publication.releasing import HeldBack
from news.record.documents import rfc3339
from news.text.plain import shows

STATES = ("open", "scheduled", "released", "cancelled")


class ReleaseChangeSerializer(serializers.Serializer):
    """What is to change of a release; what is left out stays as it is."""

    title = serializers.CharField(max_length=255, required=False)
    at = Moment(required=False, allow_null=True, help_text="When it goes out by itself; null for never.")
    articles = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST,
        required=False,
        help_text="All stories in it, of those you may know of; the others stay.",
    )

    def validate_title(self, value: str) -> str:
        """Refuse a title nobody can see; raises ValidationError."""
        if not shows(value):
            raise serializers.ValidationError("There is nothing to see in it.", code="blank")
        return value


class NewReleaseSerializer(ReleaseChangeSerializer):
    """A release to begin."""

    title = serializers.CharField(max_length=255)


class FailureSerializer(serializers.Serializer):
    """Why it did not go out when it was due."""

    article = serializers.UUIDField(allow_null=True, help_text="The story that held it back, if one did.")
    code = serializers.CharField()
    message = serializers.CharField(help_text="In the newsroom\u2019s own language.")


class ReleaseCardSerializer(serializers.Serializer):
    """A release in a list."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    at = serializers.DateTimeField(allow_null=True, help_text="When it goes out by itself.")
    made_by = serializers.CharField(allow_null=True)
    made_at = serializers.DateTimeField()
    released_by = serializers.CharField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    cancelled_by = serializers.CharField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)


class ReleaseStorySerializer(serializers.Serializer):
    """A story in a release, and everything that would hold it back now or, if it is scheduled, then."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    locale = serializers.CharField()
    refusals = RefusalSerializer(many=True)


class ReleaseDoingSerializer(serializers.Serializer):
    """Something people do to a release as a whole, and whether you may do it to this one now."""

    name = serializers.CharField()
    title = serializers.CharField(help_text="What people call it, in their language.")
    allowed = serializers.BooleanField()
    refusal = RefusalSerializer(allow_null=True)


class ReleaseSerializer(ReleaseCardSerializer):
    """A release with its stories."""

    articles = ReleaseStorySerializer(many=True)
    failed_at = serializers.DateTimeField(allow_null=True)
    failure = FailureSerializer(many=True)
    actions = ReleaseDoingSerializer(many=True)


RELEASE = inline_serializer("ReleaseAnswer", {"data": ReleaseSerializer()})
RELEASES = inline_serializer(
    "ReleaseListAnswer",
    {"data": ReleaseCardSerializer(many=True), "meta": ListMetaSerializer(), "links": LinksSerializer()},
)


def card(row: Release) -> dict[str, Any]:
    """What a list says of a release."""
    return {
        "id": row.pk,
        "title": row.title,
        "state": row.state,
        "at": rfc3339(row.at),
        "made_by": name_of(row.made_by),
        "made_at": rfc3339(row.made_at),
        "released_by": name_of(row.released_by),
        "released_at": rfc3339(row.released_at),
        "cancelled_by": name_of(row.cancelled_by),
        "cancelled_at": rfc3339(row.cancelled_at),
    }


def whole(row: Release, user: Any) -> dict[str, Any]:
    """A release as data, with the stories that `user` may know of."""
    lines = readiness(row, at=row.at, by=user) if row.is_open else lines_of(row)
    known = known_stories(user).filter(pk__in=[line.article.pk for line in lines]).order_by()
    ids = dict(known.values_list("pk", "uuid"))
    refusal = cannot_act(row, user)
    return {
        **card(row),
        "articles": [story(line) for line in lines if line.article.pk in ids],
        "failed_at": rfc3339(row.failed_at),
        "failure": [
            {"article": ids.get(one["page"]) and str(ids[one["page"]]), **pick(one)}
            for one in row.failure
            if one["page"] is None or one["page"] in ids
        ],
        "actions": [
            {
                "name": action.name,
                "title": str(action.label),
                "allowed": refusal is None,
                "refusal": refusal and told(refusal),
            }
            for action in RELEASE_ACTIONS.values()
        ],
    }


def pick(failure: Mapping[str, Any]) -> dict[str, str]:
    """What is kept of one reason."""
    return {"code": failure["code"], "message": failure["message"]}


def story(line: Line) -> dict[str, Any]:
    """A story in a release as data."""
    return {
        "id": str(line.article.uuid),
        "title": line.draft.title,
        "locale": line.article.locale.language_code,
        "refusals": [told(refusal) for refusal in line.refusals],
    }


def told(refusal: Refusal) -> dict[str, str]:
    """A refusal as data."""
    return {"code": refusal.code, "message": refusal.message, "about": refusal.about}


def name_of(person: Any) -> str | None:
    """The user name of somebody."""
    return person.get_username() if person else None


def held(refusal: HeldBack) -> Problem:
    """The answer where stories hold their release back: every reason, each with its story."""
    ids = dict(ArticlePage.objects.filter(pk__in=list(refusal.held)).values_list("pk", "uuid"))
    reasons: Sequence[dict[str, str]] = [
        {**told(one), "article": str(ids[pk])} for pk, found in refusal.held.items() for one in found
    ]
    return Problem(409, refusal.code, refusal.message, refusals=reasons)
