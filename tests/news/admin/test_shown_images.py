"""An image that readers see is changed by those who may change images, not by whoever uploaded it."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from news.models import NewsImage
from news.publication.guards import ShownImagePolicy
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def reporter() -> Any:
    return factories.user("Reporter", "ليلى")


@pytest.fixture
def shown(reporter: Any) -> NewsImage:
    image = factories.image("صورة منشورة", uploaded_by_user=reporter)
    factories.published("خبر مصوّر", lead_image=image)
    return image


def fields(image: NewsImage, prefix: str = "") -> dict[str, Any]:
    values = {
        "title": "صورة أخرى",
        "credit": "غريب",
        "rights": "own",
        "default_alt": "وصف آخر",
        "tags": "",
        "collection": image.collection_id,
    }
    return {f"{prefix}{name}": value for name, value in values.items()}


def attempts(image: NewsImage) -> list[tuple[str, dict[str, Any]]]:
    bulk = [
        reverse("wagtail_bulk_action", args=["news", "newsimage", action]) + f"?id={image.pk}"
        for action in ("delete", "add_tags", "add_to_collection")
    ]
    other = Collection.get_first_root_node().add_child(name="مجموعة أخرى")
    return [
        (reverse("wagtailimages:edit", args=[image.pk]), fields(image)),
        (reverse("wagtailimages:edit_multiple", args=[image.pk]), fields(image, f"image-{image.pk}-")),
        (reverse("wagtailimages:delete", args=[image.pk]), {}),
        (reverse("wagtailimages:delete_multiple", args=[image.pk]), {}),
        (bulk[0], {}),
        (bulk[1], {"tags": "دخيل"}),
        (bulk[2], {"collection": other.pk}),
    ]


def test_the_policy_is_the_one_wagtail_asks() -> None:
    assert isinstance(policy_registry.get_by_type(NewsImage), ShownImagePolicy)


def test_who_uploaded_it_can_neither_change_nor_delete_it(reporter: Any, shown: NewsImage) -> None:
    client = client_for(reporter)
    before = NewsImage.objects.filter(pk=shown.pk).values().get()
    for url, data in attempts(shown):
        assert client.post(url, data, HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code < 500
        assert NewsImage.objects.filter(pk=shown.pk).values().get() == before, url
        assert not shown.tags.exists(), url
    assert default_storage.exists(shown.file.name)


def test_its_file_stays(reporter: Any, shown: NewsImage) -> None:
    file = SimpleUploadedFile("new.jpg", factories.image_bytes(color="red"), "image/jpeg")
    url = reverse("wagtailimages:edit", args=[shown.pk])
    client_for(reporter).post(url, {**fields(shown), "file": file})
    assert NewsImage.objects.get(pk=shown.pk).file.name == shown.file.name


def test_it_can_still_be_chosen(reporter: Any, shown: NewsImage) -> None:
    answer = client_for(reporter).get(reverse("wagtailimages_chooser:chosen", args=[shown.pk]))
    assert answer.json()["step"] == "chosen"
    results = client_for(reporter).get(reverse("wagtailimages_chooser:choose_results"))
    assert shown.title in results.content.decode()


def test_until_then_and_afterwards_it_is_the_uploaders_own(reporter: Any) -> None:
    image = factories.image(uploaded_by_user=reporter)
    page = factories.article(lead_image=image)
    client = client_for(reporter)
    url = reverse("wagtailimages:edit", args=[image.pk])
    assert client.post(url, fields(image)).status_code == 302
    page = factories.publish(page)
    client.post(url, {**fields(image), "title": "بعد النشر"})
    assert NewsImage.objects.get(pk=image.pk).title == "صورة أخرى"
    page.unpublish()
    assert client.post(url, {**fields(image), "title": "بعد السحب"}).status_code == 302
    assert NewsImage.objects.get(pk=image.pk).title == "بعد السحب"


@pytest.mark.parametrize("role", ["Duty editor", ""])
def test_who_may_change_images_changes_it(shown: NewsImage, role: str) -> None:
    person = factories.user(role, is_superuser=not role)
    answer = client_for(person).post(reverse("wagtailimages:edit", args=[shown.pk]), fields(shown))
    assert answer.status_code == 302
    assert NewsImage.objects.get(pk=shown.pk).credit == "غريب"


def test_what_the_policy_lists_is_what_it_allows(reporter: Any, shown: NewsImage) -> None:
    policy = policy_registry.get_by_type(NewsImage)
    own = factories.image("غير منشورة", uploaded_by_user=reporter)
    editor = factories.user("Duty editor")
    actions = ["change", "delete"]
    assert set(policy.instances_user_has_any_permission_for(reporter, actions)) == {own}
    assert set(policy.instances_user_has_any_permission_for(editor, actions)) == {own, shown}
    assert set(policy.instances_user_has_any_permission_for(reporter, ["choose"])) == {own, shown}
    assert set(policy.users_with_any_permission_for_instance(actions, shown)) == {editor}
    assert set(policy.users_with_any_permission_for_instance(actions, own)) == {editor, reporter}
