"""What may be sent of a story, and what is wrong with it before the admin's own form is asked."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from rest_framework import serializers
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from news.api.editorial.base import fault, pointer
from news.api.editorial.bodies import (
    Block,
    Fault,
    checked,
    faults_of,
    image_places,
    read_body,
    related_places,
    wording,
)
from news.api.editorial.correcting import read_corrections
from news.editorial.knowing import known_stories
from news.models import ArticlePage, Author, Topic

NO_IMAGE = "There is no such image, or none that you may choose."
NO_STORY = "There is no such story, or none that you may know of."
NOT_THERE = "There is nothing of this id."
LISTS = {"authors": Author, "topics": Topic}


class TagField(serializers.RegexField):
    """A tag: one line without quotation marks, for in those the admin writes it."""

    def __init__(self) -> None:
        super().__init__(r'^[^"\r\n]*$', max_length=100)


class LeadImageInput(serializers.Serializer):
    """The image of a story; what is left out stays."""

    id = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, required=False)
    alt = wording(255, allow_blank=True, required=False)
    caption = wording(500, allow_blank=True, required=False)
    credit = wording(255, allow_blank=True, required=False)


class CorrectionInput(serializers.Serializer):
    """What readers are told of a change; one without id is new."""

    id = serializers.UUIDField(required=False)
    type = serializers.CharField(max_length=16, default="correction")
    note = wording(1000)
    blocks = serializers.ListField(child=serializers.UUIDField(), max_length=100, default=list)


class BlockInput(serializers.Serializer):
    """A block; one without id is new."""

    id = serializers.UUIDField(required=False)
    type = serializers.CharField()
    value = serializers.JSONField()


class ChangeSerializer(serializers.Serializer):
    """What is to change of a draft; what is left out stays as it is."""

    title = wording(255, required=False)
    slug = wording(255, required=False, allow_blank=True)
    kind = serializers.ChoiceField(ArticlePage.Kind.values, required=False)
    standfirst = wording(500, required=False, allow_blank=True)
    seo_title = wording(255, required=False, allow_blank=True)
    search_description = wording(1000, required=False, allow_blank=True)
    lead_image = LeadImageInput(required=False)
    body = BlockInput(many=True, required=False)
    authors = serializers.ListField(child=serializers.UUIDField(), max_length=50, required=False)
    topics = serializers.ListField(child=serializers.UUIDField(), max_length=50, required=False)
    tags = serializers.ListField(child=TagField(), max_length=50, required=False)
    corrections: Any = serializers.ListSerializer(child=CorrectionInput(), max_length=100, required=False)


class NewStorySerializer(ChangeSerializer):
    """A story to begin, below a section."""

    section = serializers.UUIDField()
    title = wording(255)


class Reading:
    """Reads what was sent for a draft; `faults` is what is wrong with it."""

    def __init__(self, sent: dict[str, Any], shape: type[serializers.Serializer], user: Any) -> None:
        self.user = user
        self.faults: list[Fault] = [
            fault(pointer(name), "unknown", "There is no such member here.")
            for name in sent
            if name not in shape().fields
        ]
        self.body_sent = sent.get("body")
        parser = shape(data={name: value for name, value in sent.items() if name != "body"})
        if not parser.is_valid():
            self.faults += faults_of(parser.errors, ())
        self.given: dict[str, Any] = {} if self.faults else dict(parser.validated_data)
        self.has_body = "body" in sent

    def body(self, draft: ArticlePage) -> StreamValue:
        """The body that was sent, or the draft's own."""
        stored: list[Block] = list(draft.body.get_prep_value())
        blocks, faults = read_body(self.body_sent, stored) if self.has_body else (stored, [])
        self.faults += faults
        if not faults:
            self.check_choices(draft, stored, blocks)
        if self.faults or not self.has_body:
            return draft.body
        found, faults = checked(blocks)
        self.faults += faults
        return draft.body if found is None else found

    def things(self, name: str) -> list[Any] | None:
        """The authors or topics that were sent, in their order; None where none were."""
        if name not in self.given:
            return None
        wanted: list[UUID] = self.given[name]
        found = {thing.uuid: thing for thing in LISTS[name].objects.filter(uuid__in=wanted)}
        self.faults += [
            fault(pointer(name, place), "does_not_exist", NOT_THERE)
            for place, one in enumerate(wanted)
            if one not in found
        ]
        return [found[one] for one in dict.fromkeys(wanted) if one in found]

    def corrections(self, draft: ArticlePage, body: StreamValue) -> list[Any] | None:
        """The corrections the draft will have; None where none were sent."""
        if "corrections" not in self.given:
            return None
        found, faults = read_corrections(self.given["corrections"], draft, body)
        self.faults += faults
        return found

    def check_choices(self, draft: ArticlePage, stored: list[Block], blocks: list[Block]) -> None:
        """Note the images and stories that are new here and not this person's to choose."""
        policy = policy_registry.get_by_type(get_image_model())
        mine = policy.instances_user_has_any_permission_for(self.user, ["choose"])
        there = get_image_model().objects.filter(pk__in=mine.values("pk"))
        self.note_missing(dict(self.new_images(draft, blocks)), there, NO_IMAGE)
        old = {pk for _place, pk in related_places(stored)}
        stories = {place: pk for place, pk in related_places(blocks) if pk not in old}
        self.note_missing(stories, known_stories(self.user), NO_STORY)

    def new_images(self, draft: ArticlePage, blocks: list[Block]) -> Iterator[tuple[str, int]]:
        """Where an image is named that the draft did not have before."""
        old = draft.image_ids()
        lead = self.given.get("lead_image", {}).get("id")
        if lead and lead not in old:
            yield "/lead_image/id", lead
        yield from ((place, pk) for place, pk in image_places(blocks) if pk not in old)

    def note_missing(self, places: dict[str, int], there: Any, detail: str) -> None:
        """Note the places whose number is not among `there`; no query where there are none."""
        if not places:
            return
        found = set(there.filter(pk__in=set(places.values())).values_list("pk", flat=True))
        self.faults += [
            fault(place, "does_not_exist", detail) for place, pk in places.items() if pk not in found
        ]
