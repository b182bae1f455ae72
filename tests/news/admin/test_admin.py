"""What the newsroom adds to the admin, driven as editors drive it, and who may not."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from news.editorial.models import Approval
from news.models import ArticlePage, NewsImage, SectionPage, Topic
from news.record.models import PublishedDocument
from tests import factories
from tests.news.admin.support import article_form

pytestmark = pytest.mark.usefixtures("newsroom")
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def client_for(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_in(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


class TestPrivateFiles:
    def test_editors_see_originals_and_nobody_else_does(self) -> None:
        image = factories.image()
        url = image.file.url
        assert url.startswith("/admin/media/")
        assert Client().get(url).status_code == 302
        assert client_for(factories.user()).get(url).status_code in {302, 403}
        answer = client_for(factories.user("Reporter")).get(url)
        assert answer.status_code == 200
        assert answer["Cache-Control"].startswith("private")
        assert b"".join(answer.streaming_content) == default_storage.open(image.file.name).read()

    @pytest.mark.parametrize(
        "name", ["../nashra.sqlite3", "nothing.jpg", "original_images", "%2e%2e/etc/passwd"]
    )
    def test_nothing_outside_is_served(self, name: str) -> None:
        factories.image()
        assert client_for(factories.user("Reporter")).get(f"/admin/media/{name}").status_code in {302, 404}


class TestPublishing:
    def test_a_duty_editor_has_no_publish_button_for_stories_but_for_sections(self) -> None:
        client = client_for(factories.user("Duty editor"))
        section = factories.section()
        page = factories.article(parent=section)
        assert 'name="action-publish"' not in client.get(edit_url(page)).content.decode()
        assert 'name="action-publish"' in client.get(edit_url(section)).content.decode()

    def test_publishing_by_hand_saves_a_draft_and_says_so(self) -> None:
        page = factories.published("عنوان وافق عليه اثنان")
        revisions = page.revisions.count()
        client = client_for(factories.user("Duty editor"))
        page.title = "عنوان كتبته يد واحدة"
        answer = submit(client, page, "action-publish")
        assert answer.url == edit_url(page)
        assert [str(message) for message in client.get(edit_url(page)).context["messages"]]
        fresh = ArticlePage.objects.get(pk=page.pk)
        assert (fresh.title, fresh.draft_title) == ("عنوان وافق عليه اثنان", "عنوان كتبته يد واحدة")
        assert fresh.revisions.count() == revisions + 1
        assert "عنوان وافق عليه اثنان" in public_text(page)

    def test_publishing_in_bulk_refuses_what_nobody_approved(self) -> None:
        page = factories.published("عنوان وافق عليه اثنان")
        draft = page.get_latest_revision_as_object()
        draft.title = "عنوان كتبته يد واحدة"
        draft.save_revision()
        client = client_for(factories.user("Duty editor"))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={page.pk}&next=/admin/")
        assert ArticlePage.objects.get(pk=page.pk).title == "عنوان وافق عليه اثنان"
        assert "عنوان وافق عليه اثنان" in public_text(page)

    def test_sections_are_published_by_hand_and_in_bulk(self) -> None:
        section = factories.section("رياضة")
        section.unpublish()
        client = client_for(factories.user("Duty editor"))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        draft = factories.article(parent=section)
        client.post(f"{url}?id={section.pk}&next=/admin/", {"include_descendants": "on"})
        assert not SectionPage.objects.get(pk=section.pk).live
        client.post(f"{url}?id={section.pk}&next=/admin/", {"include_descendants": ""})
        assert SectionPage.objects.get(pk=section.pk).live
        assert not ArticlePage.objects.get(pk=draft.pk).live

    def test_approving_is_not_offered_to_who_submitted(self) -> None:
        reporter = factories.user("Reporter")
        reporter.groups.add(factories.group("Desk editor"))
        page = factories.article(user=reporter)
        state = page.get_workflow().start(page, reporter)
        answer = approve(client_for(reporter), page)
        assert messages_in(answer).strip() == "عذرًا، ليس لديك صلاحية للوصول إلى هذه المنطقة."
        state.refresh_from_db()
        assert state.status == state.STATUS_IN_PROGRESS
        assert not Approval.objects.exists()

    def test_a_refused_approval_is_a_message_and_changes_nothing(self) -> None:
        reporter = factories.user("Reporter")
        page = factories.article(user=reporter)
        state = page.get_workflow().start(page, reporter)
        approve(client_for(factories.user("Desk editor")), page)
        draft = page.get_latest_revision_as_object()
        draft.standfirst = "سطر كُتب بعد مراجعة المكتب."
        draft.save_revision(user=reporter, overwrite_revision=draft.latest_revision)
        step = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
        answer = approve(client_for(factories.user("Duty editor")), page)
        assert messages_in(answer) == "تغيّر المقال بعد مراجعة القسم؛ تلزم إعادته ليُراجَع من جديد."
        step.refresh_from_db()
        state.refresh_from_db()
        assert (step.status, state.status) == (step.STATUS_IN_PROGRESS, state.STATUS_IN_PROGRESS)
        assert [approval.kind for approval in Approval.objects.all()] == ["step"]
        assert not ArticlePage.objects.get(pk=page.pk).live

    def test_an_approver_without_the_right_to_publish_publishes(self) -> None:
        group = factories.group("Duty editor")
        GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()
        page = factories.article(user=factories.user("Reporter"))
        page.get_workflow().start(page, page.latest_revision.user)
        for role in ("Desk editor", "Copy editor", "Duty editor"):
            approve(client_for(factories.user(role)), page)
        assert PublishedDocument.objects.get(document_id=page.uuid).state == "live"


def public_text(page: Any) -> str:
    """What readers have of a story."""
    return bytes(PublishedDocument.objects.get(document_id=page.uuid).body).decode()


def approve(client: Client, page: ArticlePage) -> Any:
    """Approve the step the review of a page waits at."""
    step = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk])
    return client.post(url, {"comment": ""}, follow=True)


def submit(client: Client, page: ArticlePage, action: str) -> Any:
    """Post the editor's form unchanged with one of its buttons."""
    form = article_form(page, action)
    return client.post(edit_url(page), form)


def test_a_broken_upload_is_a_form_error_and_leaves_nothing() -> None:
    client = client_for(factories.user("Reporter"))
    whole = factories.image_bytes((300, 200))
    for data in (whole[: len(whole) // 2], b"", b"<html></html>", b"GIF89a" + b"\x00" * 20):
        file = SimpleUploadedFile("picture.jpg", data, "image/jpeg")
        answer = client.post(reverse("wagtailimages:add"), {"title": "صورة", "file": file, "rights": "own"})
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
    assert not NewsImage.objects.exists()


@pytest.mark.parametrize("name", ["ص" * 300, "s" * 300, "صورة." + "ص" * 200])
def test_an_upload_with_a_very_long_name_is_stored_under_a_shorter_one(name: str) -> None:
    client = client_for(factories.user("Reporter"))
    file = SimpleUploadedFile(f"{name}.jpg", factories.image_bytes((30, 20)), "image/jpeg")
    answer = client.post(reverse("wagtailimages:add_multiple"), {"files[]": file}, headers=BY_SCRIPT).json()
    assert answer["success"]
    stored = NewsImage.objects.get()
    assert stored.file.name.endswith(".jpg")
    assert stored.file.size


def test_an_image_that_public_stories_show_cannot_be_deleted() -> None:
    image = factories.image()
    factories.published(lead_image=image)
    client = client_for(factories.user("Duty editor"))
    answer = client.post(reverse("wagtailimages:delete", args=[image.pk]), follow=True)
    assert NewsImage.objects.filter(pk=image.pk).exists()
    assert answer.status_code == 200


def test_a_topic_that_public_stories_name_cannot_be_deleted() -> None:
    topic = factories.topic()
    factories.published(topics=[topic])
    client = client_for(factories.user(is_superuser=True))
    url = reverse(Topic.snippet_viewset.get_url_name("delete"), args=[topic.pk])
    client.post(url)
    assert Topic.objects.filter(pk=topic.pk).exists()
    unused = factories.topic("السكك")
    client.post(reverse(Topic.snippet_viewset.get_url_name("delete"), args=[unused.pk]))
    assert not Topic.objects.filter(pk=unused.pk).exists()


class TestPreview:
    def test_the_preview_shows_the_draft_in_the_readers_template(self) -> None:
        page = factories.article("مسودة للمعاينة", lead_image=factories.image())
        answer = client_for(factories.user("Desk editor")).get(
            reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        )
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "مسودة للمعاينة" in text
        assert "/admin/media/" in text
        assert "no-store" in answer["Cache-Control"]
        assert not PublishedDocument.objects.filter(document_id=page.uuid).exists()

    def test_strangers_get_no_preview(self) -> None:
        page = factories.article("مسودة للمعاينة")
        url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        for client in (Client(), client_for(factories.user())):
            answer = client.get(url)
            assert answer.status_code in {302, 403}
            assert "مسودة للمعاينة" not in answer.content.decode()
