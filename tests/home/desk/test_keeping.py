"""The desk's index follows every save, is never behind the rows it speaks of, and can be repaired."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from news.models import ArticlePage, SectionPage
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")


def found(query: str) -> list[int]:
    """The ids of the pages found."""
    return [page.pk for page in Page.objects.all().autocomplete(query)]


def draft(page: Any, **fields: Any) -> Any:
    """Save a draft of a page with other words."""
    page = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def test_a_draft_is_found_by_its_words_and_its_live_row_by_what_readers_see() -> None:
    page = factories.published("ارتفاع أسعار القمح")
    draft(page, title="انخفاض أسعار الذرة", body=[("paragraph", "<p>هبطت الأسعار في البورصة</p>")])
    assert ArticlePage.objects.get(pk=page.pk).title == "ارتفاع أسعار القمح"
    for asked in ("انخفاض الذره", "البورصه", "ارتفاع القمح"):
        assert found(asked) == [page.pk], asked


def test_what_a_draft_no_longer_says_is_not_found() -> None:
    page = factories.published("ارتفاع أسعار القمح")
    draft(page, title="انخفاض أسعار الذرة")
    draft(page, title="استقرار أسعار الأرز")
    assert (found("الذرة"), found("الأرز"), found("القمح")) == ([], [page.pk], [page.pk])
    factories.publish(ArticlePage.objects.get(pk=page.pk))
    assert (found("الأرز"), found("القمح")) == ([page.pk], [])


def test_a_draft_that_is_saved_over_by_autosave_is_found() -> None:
    page = factories.article("عنوان أول")
    again = page.get_latest_revision_as_object()
    again.title = "عنوان أخير"
    again.save_revision(overwrite_revision=page.get_latest_revision())
    assert (found("اخير"), found("أول")) == ([page.pk], [])


def test_the_whole_title_of_a_draft_comes_first() -> None:
    page = factories.published("خبر قديم")
    draft(page, title="ميناء اللؤلؤ")
    newer = factories.article("ميناء اللؤلؤ يتوسع")
    assert found("ميناء اللؤلؤ") == [page.pk, newer.pk]


def test_what_is_rolled_back_was_never_found() -> None:
    page = factories.article("عنوان أول")
    with transaction.atomic():
        draft(page, title="عنوان ثان")
        factories.article("خبر لم يحفظ")
        assert found("ثان") == [page.pk]
        transaction.set_rollback(True)
    assert (found("ثان"), found("لم يحفظ"), found("أول")) == ([], [], [page.pk])


def test_a_deleted_page_and_those_below_it_are_gone() -> None:
    section = factories.section("قسم يحذف")
    factories.article("خبر يحذف", parent=section)
    SectionPage.objects.get(pk=section.pk).delete()
    assert found("يحذف") == []
    assert not IndexEntry.objects.filter(object_id=str(section.pk)).exists()


def test_update_index_repairs_what_no_receiver_saw() -> None:
    kept, lost = factories.published("خبر باق"), factories.article("خبر ضائع")
    changed = factories.published("خبر منشور")
    draft(kept, title="مسودة باقية")
    IndexEntry.objects.filter(object_id=str(lost.pk)).delete()
    IndexEntry.objects.filter(object_id=str(kept.pk)).update(object_id="999999")
    Page.objects.filter(pk=changed.pk).update(title="اسم تغير")
    call_command("update_index", verbosity=0)
    assert found("ضائع") == [lost.pk]
    assert (found("باق"), found("مسوده باقيه")) == ([kept.pk], [kept.pk])
    assert found("اسم تغير") == [changed.pk]
    assert not IndexEntry.objects.filter(object_id="999999").exists()


def test_a_rebuild_does_not_undo_what_was_saved_since_it_read() -> None:
    page, gone = factories.article("عنوان أول"), factories.article("خبر محذوف")
    read = list(ArticlePage.objects.all())
    draft(page, title="عنوان ثان")
    gone.delete()
    get_search_backend().add_bulk(ArticlePage, read)
    assert (found("ثان"), found("محذوف")) == ([page.pk], [])


def test_drafts_are_read_together_not_one_by_one(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        factories.article(f"خبر {number}")
    read = list(ArticlePage.objects.all())
    IndexEntry.objects.all().delete()
    with django_assert_max_num_queries(12):
        get_search_backend().add_bulk(ArticlePage, read)
    assert len(found("خبر")) == 30
