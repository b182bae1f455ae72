"""An image in a story that others approve, approved or read is not its uploader's alone to change."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, PageLogEntry
from wagtail.permissions import policy_registry

from news.editorial.models import ApprovedImage
from news.models import ArticlePage, NewsImage
from news.publication.guards import SettledImagePolicy, settled_images
from tests import factories
from tests.news.admin.support import client_for
from tests.news.editorial.support import act, edit, fresh, is_public, refused, submit
from tests.news.publication.support import settle

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
    assert isinstance(policy_registry.get_by_type(NewsImage), SettledImagePolicy)


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


def test_who_changes_an_image_under_review_does_not_approve_it_alone() -> None:
    reporter, duty, other = (factories.user(role) for role in ("Reporter", "Duty editor", "Duty editor"))
    image = factories.image("ميناء", uploaded_by_user=reporter)
    page = factories.article("ميناء جديد", user=reporter, lead_image=image)
    submit(page, reporter)
    act(page, factories.user("Desk editor"))
    file = SimpleUploadedFile("new.jpg", factories.image_bytes(color="blue"), "image/jpeg")
    url = reverse("wagtailimages:edit", args=[image.pk])
    assert client_for(duty).post(url, {**fields(image), "file": file}).status_code == 302
    entry = PageLogEntry.objects.get(page=page.pk, action="nashra.refreshed")
    assert (entry.user, entry.data["public"]) == (duty, False)
    assert refused(page, duty) == "four_eyes_editor"
    act(page, other)
    settle()
    assert is_public(page)
    client_for(duty).post(url, {**fields(image), "credit": "نشرة"})
    edit(page, reporter)
    submit(page, reporter)
    act(page, factories.user("Desk editor"))
    act(page, duty)
    assert fresh(page).live_revision_id == fresh(page).latest_revision_id


def with_lead(image: NewsImage) -> dict[str, Any]:
    return {"lead_image": image}


def with_block(image: NewsImage) -> dict[str, Any]:
    return {"body": [("paragraph", "<p>نص</p>"), ("image", {"image": image})]}


def submitted(page: ArticlePage, reporter: Any) -> None:
    submit(page, reporter)


def edited_under_review(page: ArticlePage, reporter: Any) -> None:
    fields = {"lead_image": page.lead_image, "body": page.body}
    edit(page, reporter, lead_image=None, body=[("paragraph", "<p>نص</p>")])
    submit(page, reporter)
    edit(page, reporter, **fields)


def sent_back_after_the_desk_approved(page: ArticlePage, reporter: Any) -> None:
    submit(page, reporter)
    act(page, factories.user("Desk editor"))
    act(page, factories.user("Duty editor"), "reject")


def scheduled(page: ArticlePage, reporter: Any) -> None:
    edit(page, reporter, go_live_at=timezone.now() + timedelta(days=1))
    submit(page, reporter)
    act(page, factories.user("Desk editor"))
    act(page, factories.user("Duty editor"))
    assert fresh(page).scheduled_revision


def withdrawn(page: ArticlePage, reporter: Any) -> None:
    factories.publish(page).unpublish()


STAGES = [submitted, edited_under_review, sent_back_after_the_desk_approved, scheduled, withdrawn]


@pytest.mark.parametrize("where", [with_lead, with_block])
@pytest.mark.parametrize("stage", STAGES)
def test_it_is_settled_from_the_moment_a_story_with_it_is_submitted(
    reporter: Any, where: Callable[..., dict[str, Any]], stage: Callable[..., None]
) -> None:
    image = factories.image(uploaded_by_user=reporter)
    url = reverse("wagtailimages:edit", args=[image.pk])
    page = factories.article(user=reporter, **where(image))
    assert client_for(reporter).post(url, {**fields(image), "title": "قبل التقديم"}).status_code == 302
    stage(page, reporter)
    before = NewsImage.objects.filter(pk=image.pk).values().get()
    file = SimpleUploadedFile("new.jpg", factories.image_bytes(color="red"), "image/jpeg")
    client_for(reporter).post(url, {**fields(image), "file": file})
    assert NewsImage.objects.filter(pk=image.pk).values().get() == before
    policy = policy_registry.get_by_type(NewsImage)
    assert not policy.instances_user_has_any_permission_for(reporter, ["change", "delete"])
    assert client_for(factories.user("Duty editor")).post(url, fields(image)).status_code == 302
    assert NewsImage.objects.get(pk=image.pk).credit == "غريب"


def never_submitted(page: ArticlePage, reporter: Any) -> None:
    edit(page, reporter)


def review_cancelled(page: ArticlePage, reporter: Any) -> None:
    submit(page, reporter).cancel(reporter)


def sent_back_by_the_desk(page: ArticlePage, reporter: Any) -> None:
    submit(page, reporter)
    act(page, factories.user("Desk editor"), "reject")


def taken_out_under_review(page: ArticlePage, reporter: Any) -> None:
    submit(page, reporter)
    edit(page, reporter, lead_image=None)


def superseded(page: ArticlePage, reporter: Any) -> None:
    factories.publish(factories.publish(page), lead_image=None)


def deleted(page: ArticlePage, reporter: Any) -> None:
    factories.publish(page).delete()


@pytest.mark.parametrize(
    "stage",
    [never_submitted, review_cancelled, sent_back_by_the_desk, taken_out_under_review, superseded, deleted],
)
def test_until_then_and_afterwards_it_is_the_uploaders_own(reporter: Any, stage: Callable[..., None]) -> None:
    image = factories.image(uploaded_by_user=reporter)
    stage(factories.article(user=reporter, lead_image=image), reporter)
    url = reverse("wagtailimages:edit", args=[image.pk])
    assert client_for(reporter).post(url, fields(image)).status_code == 302
    assert NewsImage.objects.get(pk=image.pk).credit == "غريب"


def test_what_is_settled_takes_the_same_queries_however_much_there_is(reporter: Any) -> None:
    counts = []
    for number in (1, 4):
        images = [factories.image(uploaded_by_user=reporter) for _ in range(number)]
        for image in images:
            scheduled(factories.article(user=reporter, lead_image=image), reporter)
            submit(factories.article(user=reporter, **with_block(image)), reporter)
        with CaptureQueriesContext(connection) as queries:
            assert settled_images([image.pk for image in images]) == {image.pk for image in images}
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_approvals_given_before_the_upgrade_name_their_images_too(reporter: Any) -> None:
    lead, block = (factories.image(uploaded_by_user=reporter) for _ in range(2))
    scheduled(factories.article(user=reporter, lead_image=lead), reporter)
    withdrawn(factories.article(user=reporter, **with_block(block)), reporter)
    ApprovedImage.objects.all().delete()
    assert settled_images([lead.pk, block.pk]) == set()
    import_module("news.editorial.migrations.0002_approved_images").fill(apps, None)
    assert settled_images([lead.pk, block.pk]) == {lead.pk, block.pk}


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
