"""The public copies of images: there while a public document shows them, and no longer."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from news.editorial.refusals import Refused
from news.models import NewsImage
from news.models.sizes import SPECS
from news.publication import files
from news.publication.actions import withdraw
from news.publication.kills import kill
from news.record.models import PublicFile
from tests import factories
from tests.news.publication.support import assert_in_step, document, events, fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom")


def public_files() -> set[str]:
    root = Path(storages["public"].location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def files_of(page: Any) -> set[str]:
    """The public files that a document's addresses name."""
    found = document(page)
    images = [found["image"], *(block["value"] for block in found["body"] if block["type"] == "image")]
    urls = [
        entry["url"] for image in images if image for source in image["sources"] for entry in source["srcset"]
    ]
    return {url.removeprefix("/media/") for url in urls}


def half_and_half() -> bytes:
    """A wide picture whose halves differ, so that it matters where it is cropped."""
    picture = Image.new("RGB", (1600, 600), "white")
    picture.paste("black", (0, 0, 800, 600))
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def replace(image: NewsImage, color: str = "teal") -> None:
    image = fresh(image)
    image.file = ContentFile(factories.image_bytes((900, 600), "PNG", color), name="new.png")
    image.save()


def test_a_draft_shows_its_picture_to_nobody() -> None:
    image = factories.image(data=factories.image_bytes((2000, 1200)))
    draft = factories.article(lead_image=image)
    factories.slip(draft)  # live, but nobody approved it
    settle()
    assert public_files() == set()
    page = factories.publish(fresh(draft))
    assert len(public_files()) == len(SPECS)
    assert files_of(page) < public_files()  # the card's preset is not in the story
    assert all(storages["public"].open(name).read(4) for name in files_of(page))


@pytest.mark.parametrize("end", ["withdraw", "kill", "unpublish", "delete", "restrict"])
def test_pictures_go_with_the_story(end: str) -> None:
    page = factories.published(lead_image=factories.image())
    assert public_files()
    if end == "kill":
        kill(page, notice="حُذف", by=None)
    elif end == "withdraw":
        withdraw(page, by=None)
    elif end == "restrict":
        page.view_restrictions.create(restriction_type="login")
    else:
        getattr(page, end)()
    settle()
    assert not is_public(page)
    assert public_files() == set()
    assert not PublicFile.objects.filter(document__isnull=False).exists()


def test_a_picture_two_stories_show_stays_until_the_last_one_goes() -> None:
    image = factories.image()
    first = factories.published(lead_image=image)
    second = factories.published(body=[("image", {"image": image, "alt": "رافعة"})])
    shown = public_files()
    withdraw(first, by=None)
    assert public_files() == shown
    assert files_of(second) <= shown
    factories.publish(fresh(second), body=[("paragraph", "<p>بلا صورة الآن.</p>")])
    assert public_files() == set()


def test_the_same_bytes_twice_are_one_file_with_two_users() -> None:
    data = factories.image_bytes()
    first = factories.published(lead_image=factories.image(data=data))
    second = factories.published(lead_image=factories.image(data=data))
    assert files_of(first) == files_of(second)
    withdraw(first, by=None)
    assert files_of(second) <= public_files()


def test_another_picture_lets_the_former_one_go() -> None:
    page = factories.published(lead_image=factories.image())
    before = public_files()
    factories.publish(fresh(page), lead_image=factories.image(data=factories.image_bytes(color="red")))
    assert not public_files() & before
    assert files_of(page) <= public_files()


def test_a_replaced_file_is_rendered_anew_everywhere() -> None:
    image = factories.image()
    page = factories.published(lead_image=image)
    story = factories.published(body=[("image", {"image": image})])
    before, renditions = public_files(), set(image.renditions.values_list("pk", flat=True))
    replace(image)
    assert_in_step()
    assert not renditions & set(image.renditions.values_list("pk", flat=True))
    assert not public_files() & before
    for one in (page, story):
        assert files_of(one) <= public_files()
        assert events(one)[-1] == "refreshed"
    assert document(page)["image"]["width"] == 900


def test_a_moved_focal_point_crops_the_card_anew() -> None:
    image = factories.image(data=half_and_half())
    page = factories.published(lead_image=image)
    before = public_files()
    image.focal_point_x, image.focal_point_y = 32, 30
    image.focal_point_width = image.focal_point_height = 10
    image.save()
    assert_in_step()
    assert document(page)["image"]["focal"] == [0.02, 0.05]
    assert public_files() != before
    assert files_of(page) <= public_files()


def test_deleting_a_picture_leaves_no_file_of_it() -> None:
    image = factories.image()
    page = factories.published(body=[("paragraph", "<p>نص</p>"), ("image", {"image": image})])
    private = Path(storages["default"].location)
    with pytest.raises(Refused, match="in_use"):
        fresh(image).delete()
    factories.publish(fresh(page), body=[("paragraph", "<p>نص بلا صورة</p>")])
    fresh(image).delete()
    assert_in_step()
    assert public_files() == set()
    assert not [path for path in private.rglob("*") if path.is_file()]


def test_a_file_that_disappeared_comes_back_with_the_next_look() -> None:
    page = factories.published(lead_image=factories.image())
    for name in public_files():
        storages["public"].delete(name)
    factories.publish(fresh(page), title="عنوان آخر")
    assert files_of(page) <= public_files()


def test_the_sweep_spares_what_is_used_and_what_is_about_to_be() -> None:
    page = factories.published(lead_image=factories.image())
    used = public_files()
    PublicFile.objects.create(name=min(used))  # somebody else let go of the same file
    files.copy("ab/about-to-be-named.webp", b"soon")
    files.copy("ab/forgotten.webp", b"never")
    forgotten = PublicFile.objects.filter(name="ab/forgotten.webp")
    assert files.sweep() == []
    assert public_files() == used | {"ab/about-to-be-named.webp", "ab/forgotten.webp"}
    forgotten.update(spared_until=timezone.now() - timedelta(seconds=1))
    assert files.sweep() == ["ab/forgotten.webp"]
    assert public_files() == used | {"ab/about-to-be-named.webp"}
    assert files_of(page) <= public_files()
    assert files.sweep() == []
