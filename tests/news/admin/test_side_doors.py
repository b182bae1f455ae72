"""What a live story consists of is changed by those who may publish it alone, and it is told by whom."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, PageLogEntry
from wagtail.permissions import policy_registry

from news.editorial.newsroom import set_up_desk
from news.editorial.roles import DESK_ROLES, DUTY_EDITOR
from news.models import NewsImage, SectionPage
from tests import factories
from tests.news.admin.support import bulk_url, client_for
from tests.news.publication.support import events, fresh, settle

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def politics() -> SectionPage:
    return factories.section("سياسة")


def duty_of(section: SectionPage) -> Any:
    """The duty editor of one desk, who may change the images of the newsroom as well."""
    set_up_desk(section)
    group = next(role for role in DESK_ROLES if role.key == DUTY_EDITOR.key).group(section.url_path)
    assert group is not None
    person = factories.user()
    person.groups.add(group, images_group())
    return person


def images_group() -> Group:
    group, _created = Group.objects.get_or_create(name="قسم الصور")
    GroupCollectionPermission.objects.get_or_create(
        group=group, collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(content_type__app_label="wagtailimages", codename="change_image"),
    )  # fmt: skip
    return group


def attempts(image: NewsImage) -> list[dict[str, Any]]:
    """The forms that change a file, an alternative text, a credit, or the ground of publishing."""
    form = {
        "title": image.title, "credit": image.credit, "rights": image.rights, "tags": "",
        "default_alt": image.default_alt, "collection": image.collection_id,
    }  # fmt: skip
    file = SimpleUploadedFile("new.jpg", factories.image_bytes(color="red"), "image/jpeg")
    return [
        form | {"file": file}, form | {"default_alt": "وصف آخر"}, form | {"credit": "غريب"},
        form | {"rights": "free"},
    ]  # fmt: skip


def stored(image: NewsImage) -> dict[str, Any]:
    return NewsImage.objects.filter(pk=image.pk).values("file", "default_alt", "credit", "rights").get()


def test_an_image_of_a_live_story_takes_the_right_to_publish_that_story(politics: SectionPage) -> None:
    image = factories.image()
    page = factories.published(parent=politics, lead_image=image)
    stranger, own = duty_of(factories.section("رياضة")), duty_of(politics)
    url, policy = reverse("wagtailimages:edit", args=[image.pk]), policy_registry.get_by_type(NewsImage)
    before = stored(image)
    for form in attempts(image):
        client_for(stranger).post(url, form)
        assert stored(image) == before
    client_for(stranger).post(reverse("wagtailimages:delete", args=[image.pk]))
    assert NewsImage.objects.filter(pk=image.pk).exists()
    assert image not in policy.instances_user_has_any_permission_for(stranger, ["change"])
    assert stranger not in policy.users_with_any_permission_for_instance(["change"], image)
    assert policy.user_has_permission_for_instance(stranger, "choose", image)
    for form in attempts(image):
        known = stored(image)
        assert client_for(own).post(url, form).status_code == 302
        assert stored(image) != known
    assert image in policy.instances_user_has_any_permission_for(own, ["change"])
    assert own in policy.users_with_any_permission_for_instance(["change"], image)
    settle()
    assert events(page)[-1] == "refreshed"
    logged = PageLogEntry.objects.filter(page=page.pk, action="nashra.refreshed")
    assert list(logged.values_list("user", flat=True)) == [own.pk] * 4
    assert {entry.data["image"] for entry in logged} == {image.pk}


def test_an_image_that_two_desks_show_takes_both(politics: SectionPage) -> None:
    image, sport = factories.image(), factories.section("رياضة")
    factories.published(parent=politics, lead_image=image)
    factories.published(parent=sport, body=[("paragraph", "<p>نص</p>"), ("image", {"image": image})])
    person = duty_of(politics)
    url = reverse("wagtailimages:edit", args=[image.pk])
    client_for(person).post(url, attempts(image)[2])
    assert stored(image)["credit"] == "نشرة"
    person.groups.add(*duty_of(sport).groups.all())
    client_for(person).post(url, attempts(image)[2])
    assert stored(image)["credit"] == "غريب"


def test_an_image_in_no_live_story_takes_only_the_right_to_change_images(politics: SectionPage) -> None:
    image = factories.image()
    page = factories.published(parent=politics, lead_image=image)
    page.unpublish()
    settle()
    person = duty_of(factories.section("رياضة"))
    client_for(person).post(reverse("wagtailimages:edit", args=[image.pk]), attempts(image)[2])
    assert stored(image)["credit"] == "غريب"


@pytest.mark.parametrize("in_bulk", [False, True], ids=["alone", "in bulk"])
def test_moving_a_live_story_takes_the_right_to_publish_at_both_places(
    politics: SectionPage, in_bulk: bool
) -> None:
    sport = factories.section("رياضة")
    page = factories.published(parent=politics)
    person = duty_of(politics)

    def move(to: SectionPage, by: Any) -> bool:
        if in_bulk:
            client_for(by).post(bulk_url("move", page), {"chooser": to.pk})
        else:
            client_for(by).post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))
        return bool(fresh(page).is_child_of(to))

    assert not move(sport, person)
    assert not move(sport, duty_of(sport))
    assert not move(sport, factories.user("Desk editor"))
    person.groups.add(*duty_of(sport).groups.all())
    assert move(sport, person)
    entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.move")
    assert entry.user == person
    assert entry.data["source"]["id"] == politics.pk
    assert entry.data["destination"]["id"] == sport.pk
    settle()
    assert events(page)[-1] in ("updated", "refreshed")
