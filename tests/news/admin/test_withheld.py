"""Live pages that readers do not see: the warning on the page, and the list on the home page."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from news.models import ArticlePage, NewsImage
from news.publication.marks import drain
from news.publication.withheld import withheld_articles
from news.record.models import Mark, PublishedDocument
from tests import factories
from tests.news.admin.support import client_for, edit_url, messages_in

pytestmark = pytest.mark.usefixtures("newsroom")


def test_the_editor_says_why_readers_do_not_see_a_live_page() -> None:
    page = factories.article()
    factories.slip(page)
    answer = client_for(factories.user("Duty editor")).get(edit_url(page))
    assert messages_in(answer) == "لا يرى القراء هذه الصفحة: لم ينل مضمون الصفحة الحالي موافقة نهائية."


def test_a_public_or_draft_page_says_nothing() -> None:
    client = client_for(factories.user("Duty editor"))
    for page in (factories.published(), factories.article()):
        assert not messages_in(client.get(edit_url(page)))


def test_a_draft_over_a_public_page_says_nothing() -> None:
    page = factories.published()
    draft = page.get_latest_revision_as_object()
    draft.title = "عنوان لم يوافق عليه أحد"
    draft.save_revision()
    client = client_for(factories.user("Duty editor"))
    assert not messages_in(client.get(edit_url(page)))
    page.refresh_from_db()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert messages_in(client.get(edit_url(page))) == (
        "لا يرى القراء هذه الصفحة: هذه الصفحة، أو صفحة فوقها، خاصة."
    )


def test_the_home_page_lists_them() -> None:
    page = factories.article("خبر محجوب عن القراء")
    factories.slip(page)
    private = factories.published("خبر في قسم خاص")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    answer = client_for(factories.user("Desk editor")).get(reverse("wagtailadmin_home"))
    text = answer.content.decode()
    assert page.title in text
    assert private.title in text
    factories.published("خبر عام")
    assert "خبر عام" not in client_for(factories.user("Desk editor")).get("/admin/").content.decode()


def test_a_reporter_sees_the_titles_of_their_own_alone() -> None:
    reporter = factories.user("Reporter")
    own = factories.article("خبري المحجوب", user=reporter)
    factories.slip(own)
    others = factories.published("سر في قسم خاص")
    PageViewRestriction.objects.create(page=others, restriction_type="login")
    seen = {
        person: client_for(person).get("/admin/").content.decode()
        for person in (reporter, factories.user("Translator"), factories.user("Desk editor"))
    }
    assert [own.title in text for text in seen.values()] == [True, False, True]
    assert [others.title in text for text in seen.values()] == [False, False, True]


@pytest.fixture
def lost() -> NewsImage:
    """An image whose original is gone, so that nothing can be made of it."""
    image = factories.image()
    Path(image.file.path).unlink()
    return image


def test_a_story_that_could_not_be_prepared_is_shown_until_it_is(lost: NewsImage) -> None:
    page = factories.published("خبر ضاعت صورته", lead_image=lost)
    client = client_for(factories.user("Duty editor"))
    reason = "تعذّر تجهيز الصفحة للقراء، وتُعاد المحاولة."
    assert messages_in(client.get(edit_url(page))) == f"لا يرى القراء هذه الصفحة: {reason}"
    home = client.get("/admin/").content.decode()
    assert page.title in home
    assert reason in home
    lost.file.storage.save(lost.file.name, ContentFile(factories.image_bytes()))
    Mark.objects.update(not_before=None)
    drain()
    assert not messages_in(client.get(edit_url(page)))
    assert page.title not in client.get("/admin/").content.decode()


def test_so_is_one_of_which_readers_have_an_earlier_state(lost: NewsImage) -> None:
    page = factories.published("خبر صُحّح")
    factories.publish(page, lead_image=lost)
    client = client_for(factories.user("Duty editor"))
    warning = "يرى القراء حالة سابقة للصفحة؛ تعذّر تجهيز أحدث حالاتها، وتُعاد المحاولة."
    assert messages_in(client.get(edit_url(page))) == warning
    home = client.get("/admin/").content.decode()
    assert page.title in home
    assert warning in home


def test_what_only_waits_for_its_turn_is_not_shown() -> None:
    page = factories.published("خبر في الطريق")
    PublishedDocument.objects.all().delete()
    Mark.objects.create(type="article", document_id=page.uuid)
    client = client_for(factories.user("Duty editor"))
    assert not messages_in(client.get(edit_url(page)))
    assert page.title not in client.get("/admin/").content.decode().partition('id="withheld"')[2]


def test_listing_five_takes_no_more_queries_than_listing_one() -> None:
    editors = [factories.user("Desk editor") for _ in range(2)]
    counts = []
    for editor, number in zip(editors, (1, 5), strict=True):
        while ArticlePage.objects.count() < number:
            factories.slip(factories.article())
        with CaptureQueriesContext(connection) as queries:
            assert len(withheld_articles(9, editor)) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_not_shown_to_people_without_the_admin() -> None:
    assert client_for(factories.user()).get("/admin/").status_code in {302, 403}
