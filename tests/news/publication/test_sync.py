"""What editors do to pages, and what the record says afterwards."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from news.editorial.approvals import approve_import
from news.models import ArticlePage
from news.publication.effects import mark_dependents
from news.publication.marks import drain
from news.publication.reconcile import differences
from news.publication.sync import sync
from news.record.models import Event, FormerPath, Mark, Publication, PublicState, PublishedDocument
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")


def row_of(page: Any) -> PublishedDocument | None:
    return PublishedDocument.objects.filter(document_id=page.uuid).first()


def document_of(page: Any) -> dict[str, Any]:
    row = row_of(page)
    assert row is not None
    return json.loads(bytes(row.body))["data"]


def drain_all() -> None:
    while drain():
        pass


def events_of(page: Any) -> list[str]:
    return list(
        Publication.objects.filter(document_id=page.uuid).order_by("sequence").values_list("event", flat=True)
    )


def test_a_draft_is_nowhere_in_the_record() -> None:
    page = factories.article("مسودة لا يراها أحد")
    assert row_of(page) is None
    assert events_of(page) == []


def test_an_approved_story_is_public_as_soon_as_it_is_published() -> None:
    page = factories.published("افتتاح الرصيف الجديد في الميناء")
    document = document_of(page)
    assert document["title"] == "افتتاح الرصيف الجديد في الميناء"
    assert document["version"] == 1
    assert document["body"][0]["type"] == "paragraph"
    assert document["body"][0]["value"]["text"] == factories.SENTENCE
    assert document["path"] == page.url_path
    assert events_of(page) == [Event.PUBLISHED]


def test_a_story_pushed_live_by_code_stays_out() -> None:
    page = factories.article("خبر بلا موافقة")
    factories.slip(page)
    assert ArticlePage.objects.get(pk=page.pk).live
    assert row_of(page) is None


def test_publishing_the_same_again_appends_nothing() -> None:
    page = factories.published()
    page.get_latest_revision().publish()
    assert events_of(page) == [Event.PUBLISHED]


def test_an_update_is_a_new_version_and_moves_updated_at() -> None:
    page = factories.published("العنوان الأول")
    before = document_of(page)
    page = factories.publish(page, title="العنوان الثاني")
    after = document_of(page)
    assert (after["title"], after["version"]) == ("العنوان الثاني", 2)
    assert after["published_at"] == before["published_at"]
    assert events_of(page) == [Event.PUBLISHED, Event.UPDATED]


def test_a_story_withdrawn_leaves_a_tombstone_without_text() -> None:
    page = factories.published("سيُسحب هذا الخبر")
    page.unpublish()
    row = row_of(page)
    assert row is not None
    assert row.state == PublicState.WITHDRAWN
    assert bytes(row.body) == bytes(row.card) == b""
    assert not row.terms.exists()
    assert events_of(page) == [Event.PUBLISHED, Event.WITHDRAWN]


def test_deleting_a_page_withdraws_it() -> None:
    page = factories.published()
    page.delete()
    row = row_of(page)
    assert row is not None
    assert row.state == PublicState.WITHDRAWN


def test_withdrawing_a_section_takes_its_stories_along_at_once() -> None:
    sports = factories.section("رياضة")
    inner = factories.section("كرة القدم", parent=sports)
    page = factories.published(parent=inner)
    sports.unpublish()
    for thing in (sports, inner, page):
        row = row_of(thing)
        assert row is not None
        assert row.state == PublicState.WITHDRAWN
    sports.save_revision().publish()
    drain_all()
    assert document_of(page)["id"] == str(page.uuid)


def test_renaming_a_section_moves_its_stories_and_leaves_the_way() -> None:
    sports = factories.section("رياضة")
    page = factories.published("نهائي الكأس", parent=sports)
    old_path = page.url_path
    sports.slug = sports.title = "ملاعب"
    sports.save_revision().publish()
    drain_all()
    document = document_of(page)
    assert document["path"].startswith("/ar/ملاعب/")
    assert document["section"]["title"] == "ملاعب"
    assert FormerPath.objects.get(path=old_path).document_id == page.uuid
    assert events_of(page)[-1] == Event.REFRESHED


def test_renaming_an_author_refreshes_the_stories() -> None:
    desk = factories.author("محرر الاقتصاد")
    page = factories.published(bylines=[desk])
    updated_at = document_of(page)["updated_at"]
    desk.name = "قسم الاقتصاد"
    desk.save()
    drain_all()
    document = document_of(page)
    assert document["authors"][0]["name"] == "قسم الاقتصاد"
    assert document["updated_at"] == updated_at
    assert events_of(page) == [Event.PUBLISHED, Event.REFRESHED]


def test_translations_name_one_another_while_both_are_public() -> None:
    page = factories.published("افتتاح الميناء")
    english = factories.publish(factories.translation(page, "en", "Port opens"))
    assert [entry["locale"] for entry in document_of(page)["alternates"]] == ["en"]
    assert [entry["id"] for entry in document_of(english)["alternates"]] == [str(page.uuid)]
    english.unpublish()
    assert document_of(page)["alternates"] == []


def test_a_correction_corrects_one_story_and_not_its_translations() -> None:
    arabic = factories.published("ميناء")
    english = factories.publish(factories.translation(arabic, "en", "Port"))
    drain_all()
    with transaction.atomic():
        factories.publish(arabic, title="ميناء صُحّح", slug="ميناء-صحح")
        sync([("article", arabic.uuid)], event=Event.CORRECTED)
    assert document_of(english)["alternates"][0]["path"].endswith("ميناء-صحح/")
    assert events_of(arabic)[-1] == "corrected"
    assert events_of(english)[-1] == "refreshed"


def test_a_tag_is_public_only_while_a_public_story_carries_it() -> None:
    factories.article(tags=["سري للغاية"])
    page = factories.published(tags=["موانئ"])
    drain_all()
    names = [
        json.loads(bytes(row.body))["data"]["name"] for row in PublishedDocument.objects.filter(type="tag")
    ]
    assert names == ["موانئ"]
    page.unpublish()
    drain_all()
    assert not PublishedDocument.objects.filter(type="tag", state=PublicState.LIVE).exists()


def test_a_link_to_a_page_loses_its_address_when_the_page_goes() -> None:
    target = factories.published("الهدف")
    source = factories.published(
        "المصدر", body=[("paragraph", f'<p>اقرأ <a linktype="page" id="{target.pk}">الخبر</a></p>')]
    )
    assert "href" in document_of(source)["body"][0]["value"]["html"]
    target.unpublish()
    drain_all()
    assert "href" not in document_of(source)["body"][0]["value"]["html"]


def test_a_related_block_names_a_story_for_as_long_as_it_is_public() -> None:
    draft, live = factories.article("مسودة لم تُنشر"), factories.published("خبر منشور")
    source = factories.published("المصدر", body=[("related", {"articles": [draft, live]})])

    def named() -> list[str]:
        drain_all()
        ids: list[str] = document_of(source)["body"][0]["value"]["articles"]
        return ids

    assert named() == [str(live.uuid)]
    assert str(draft.uuid) not in json.dumps(document_of(source))
    factories.publish(draft)
    assert named() == [str(draft.uuid), str(live.uuid)]
    live.unpublish()
    assert named() == [str(draft.uuid)]
    assert events_of(source) == [Event.PUBLISHED, Event.REFRESHED, Event.REFRESHED]
    assert list(differences()) == []


def test_stories_published_together_name_each_other() -> None:
    one, other = factories.article("الأول"), factories.article("الثاني")
    for page, named in ((one, other), (other, one)):
        page.body = [("related", {"articles": [named]})]
        page.save_revision()
        factories.publish(page)
    drain_all()
    for page, named in ((one, other), (other, one)):
        assert document_of(page)["body"][0]["value"]["articles"] == [str(named.uuid)]


def test_a_copy_has_an_identity_of_its_own_and_is_a_draft() -> None:
    page = factories.published()
    copy = page.copy(update_attrs={"slug": "نسخة"}, keep_live=True)
    copy = ArticlePage.objects.get(pk=copy.pk)
    assert not copy.live
    assert copy.uuid != page.uuid
    assert row_of(copy) is None


def test_marks_are_gone_once_worked_off() -> None:
    factories.published(tags=["موانئ"], bylines=[factories.author()])
    drain_all()
    assert not Mark.objects.exists()


def test_a_link_that_names_no_page_stops_nothing() -> None:
    text = '<p>نص <a linktype="page">بلا رقم</a> و<a linktype="page" id="س">بلا معنى</a></p>'
    text += f'<p><a linktype="page" id="{"9" * 30}">رقم لا آخر له</a></p>'
    page = factories.published(body=[("paragraph", text)])
    assert "بلا رقم" in document_of(page)["body"][0]["value"]["text"]


def test_a_page_saved_live_by_code_has_a_date_once_it_is_approved() -> None:
    page = factories.article()
    page.live = True
    page.save()
    approve_import(ArticlePage.objects.get(pk=page.pk), run="tests", by=None)
    row = row_of(page)
    assert row is not None
    assert row.published_at is not None


def test_looking_for_what_depends_takes_few_statements_however_much_changed() -> None:
    target = factories.published("الهدف")
    naming = factories.published(
        "المصدر", body=[("paragraph", f'<p>اقرأ <a linktype="page" id="{target.pk}">الخبر</a></p>')]
    )
    drain_all()
    gone = [Publication(type="article", document_id=uuid4(), event=Event.WITHDRAWN) for _ in range(600)]
    gone.append(Publication(type="article", document_id=target.uuid, event=Event.WITHDRAWN))
    with CaptureQueriesContext(connection) as queries:
        mark_dependents(gone)
    assert len(queries) < 8
    assert [left.document_id for left in Mark.objects.all()] == [naming.uuid]
