"""A row and the mark that asks for its publication are saved together, or neither is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models.signals import post_save

from news.models import Author, NewsImage, Topic
from news.record.models import Mark
from tests import factories
from tests.news.publication.support import settle

pytestmark = pytest.mark.usefixtures("newsroom")


class Stopped(Exception):
    """The process ends here."""


@pytest.fixture
def stopping() -> Iterator[None]:
    """A receiver that breaks off between the saving of a row and the end of the transaction."""

    def stop(sender: Any, **kwargs: Any) -> None:
        raise Stopped

    for model in (Author, Topic, NewsImage):
        post_save.connect(stop, sender=model)
    yield
    for model in (Author, Topic, NewsImage):
        post_save.disconnect(stop, sender=model)


@pytest.mark.parametrize("make", [factories.author, factories.topic], ids=["author", "topic"])
def test_a_name_is_not_changed_without_its_mark(make: Any, request: pytest.FixtureRequest) -> None:
    thing = make("الاسم الأول")
    settle()
    request.getfixturevalue("stopping")
    thing.name = "الاسم الثاني"
    with pytest.raises(Stopped):
        thing.save()
    assert type(thing).objects.get(pk=thing.pk).name == "الاسم الأول"
    assert not Mark.objects.exists()


def test_an_image_is_not_changed_without_its_marks(request: pytest.FixtureRequest) -> None:
    image = factories.image(credit="الأول")
    factories.published(lead_image=image)
    settle()
    presets = set(image.renditions.values_list("pk", flat=True))
    request.getfixturevalue("stopping")
    image.credit = "الثاني"
    image.file = ContentFile(factories.image_bytes(color="maroon"), name="new.jpg")
    with pytest.raises(Stopped):
        image.save()
    assert NewsImage.objects.get().credit == "الأول"
    assert set(image.renditions.values_list("pk", flat=True)) == presets
    assert not Mark.objects.exists()
