"""Releases: stories go out in one transaction, or none of them does, and until then none alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import GroupPagePermission, ModelLogEntry, PageLogEntry, PageViewRestriction

from news.editorial.gathering import add, cancel, make, schedule, take_out
from news.editorial.models import Approval, Embargo, Notice, ReleaseItem, Spike
from news.editorial.refusals import Refused
from news.editorial.releases import Release, waits_in
from news.models import ArticlePage
from news.models.corrections import Correction
from news.publication import sync
from news.publication.actions import withdraw
from news.publication.desk.registry import ACTIONS, perform
from news.publication.kills import kill
from news.publication.releasing import HeldBack, release
from news.record.models import Mark, Publication, PublishedDocument
from news.record.store import head_sequence
from tests import factories
from tests.news.editorial.support import act, edit, submit
from tests.news.publication.releases import (
    approve,
    each_time_the_record_grows,
    in_two_languages,
    newer,
    public_among,
    ready,
    release_of,
)
from tests.news.publication.support import (
    assert_in_step,
    document,
    events,
    fresh,
    is_public,
    reason,
    settle,
)
from tests.news.translation.support import requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def duty(newsroom: None) -> Any:
    return factories.user("Duty editor")


def refused(row: Release, by: Any) -> dict[int, list[str]]:
    """What holds the stories of a release back, by page id; nothing of it may have gone out."""
    before = head_sequence()
    with pytest.raises(HeldBack) as caught:
        release(row, by=by)
    row.refresh_from_db()
    assert (row.is_open, head_sequence()) == (True, before)
    assert ReleaseItem.objects.filter(release=row, waits=True).count() == row.items.count()
    return {pk: [one.code for one in found] for pk, found in caught.value.held.items()}


# --- together ---------------------------------------------------------------------------------------


def test_all_of_it_goes_out_in_one_transaction_of_the_record(duty: Any) -> None:
    pages = (*in_two_languages(), ready("خبر آخر"), newer(factories.published("الأول"), title="الثاني"))
    row, seen = release_of(*pages, by=duty), []

    def look() -> None:
        titles = [document(page)["title"] for page in pages if is_public(page)]
        seen.append((public_among(pages), "الثاني" in titles))

    with each_time_the_record_grows(look):
        rows = release(row, by=duty)
        settle()
    assert set(seen) == {(4, True)}
    assert {one.document_id for one in rows} == {page.uuid for page in pages}
    assert len({one.occurred_at for one in rows}) == 1
    assert [entry["locale"] for entry in document(pages[0])["alternates"]] == ["en"]
    row.refresh_from_db()
    assert (row.state, row.released_by, waits_in(pages[0])) == ("released", duty, None)
    for page in pages:
        actions = PageLogEntry.objects.filter(page=page.pk, user=duty).values_list("action", flat=True)
        assert {"nashra.release.add", "nashra.release.release", "wagtail.publish"} <= set(actions)
    assert [events(page) for page in pages[:3]] == [["published"]] * 3
    assert_in_step()


def test_a_retraction_and_those_of_its_translations_go_out_together(duty: Any) -> None:
    page = source()
    english = requested(page)
    translate(english)
    pages = (page, factories.publish(fresh(english)))
    for one in pages:
        newer(one, corrections=[Correction(type="retraction", note="نسحب ما قلناه.")])
    release(release_of(*map(fresh, pages), by=duty), by=duty)
    assert [events(one)[-1] for one in pages] == ["corrected", "corrected"]
    assert all(fresh(one).live for one in pages)
    assert not Notice.objects.filter(what=Notice.What.PULLED).exists()
    assert_in_step()


def test_what_a_retraction_takes_down_in_the_same_moment_holds_it_back(duty: Any) -> None:
    page = source()
    english = requested(page)
    translate(english)
    english = factories.publish(fresh(english))
    newer(page, corrections=[Correction(type="retraction", note="نسحب ما قلناه.")])
    newer(english, title="Another title")
    assert refused(release_of(fresh(page), fresh(english), by=duty), duty) == {english.pk: ["withheld"]}
    assert (is_public(english), "corrected" in events(page)) == (True, False)


def test_a_process_that_dies_right_after_leaves_nothing_undone(duty: Any, monkeypatch: Any) -> None:
    pages = (*in_two_languages(), ready("خبر آخر"))
    row = release_of(*pages, by=duty)

    def die(marks: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("news.publication.marks.work_off", die)
    with pytest.raises(KeyboardInterrupt):
        release(row, by=duty)
    assert public_among(pages) == 3
    monkeypatch.undo()
    assert not Mark.objects.filter(type="article").exists()
    assert_in_step()


def test_where_one_cannot_be_rendered_none_goes_out(duty: Any, monkeypatch: Any) -> None:
    pages = (*in_two_languages(), ready("خبر آخر"))
    row = release_of(*pages, by=duty)

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr("news.publication.types.article.render_article", fail)
    with pytest.raises(Refused) as caught:
        release(row, by=duty)
    assert caught.value.code == "release_failed"
    monkeypatch.undo()
    settle()
    assert public_among(pages) == 0
    assert not ArticlePage.objects.live().exists()
    assert not Publication.objects.filter(type="article").exists()
    row.refresh_from_db()
    assert row.is_open
    release(row, by=duty)
    assert public_among(pages) == 3
    assert_in_step()


def test_an_image_that_is_prepared_meanwhile_is_waited_for(duty: Any) -> None:
    pages = (ready("بصورة", lead_image=factories.image()), ready("خبر آخر"))
    row = release_of(*pages, by=duty)
    release(row, by=duty)
    assert document(pages[0])["image"]
    assert_in_step()


def test_a_lost_image_holds_its_story_back_and_all_others(duty: Any) -> None:
    image = factories.image()
    lost, other = ready("صورته ضاعت", lead_image=image), ready("خبر آخر")
    row = release_of(lost, other, by=duty)
    image.renditions.all().delete()
    storages["default"].delete(image.file.name)
    assert refused(row, duty) == {lost.pk: ["unprepared"]}
    assert public_among((lost, other)) == 0


def test_what_a_release_costs_grows_with_its_stories_alone(
    duty: Any, django_assert_max_num_queries: Any
) -> None:
    costs = []
    for number in (2, 6):
        row = release_of(*(ready(f"خبر {number}-{one}") for one in range(number)), by=duty)
        with django_assert_max_num_queries(1000) as asked:
            release(row, by=duty)
        costs.append(len(asked))
    each = (costs[1] - costs[0]) / 4
    assert each <= 125, costs


# --- none alone -------------------------------------------------------------------------------------


def test_a_final_approval_publishes_nothing_of_it_and_its_history_says_so(duty: Any) -> None:
    page, other = factories.article("ينتظر غيره"), ready("خبر آخر")
    row = release_of(page, other, by=duty)
    submit(page, factories.user("Reporter"))
    act(page, factories.user("Desk editor"))
    act(page, factories.user("Duty editor"))
    settle()
    assert Approval.objects.filter(page=page, kind=Approval.Kind.FINAL).exists()
    assert fresh(page).current_workflow_state is None
    assert (fresh(page).live, is_public(page)) == (False, False)
    entry = PageLogEntry.objects.get(page=page.pk, action="nashra.release.ready")
    assert entry.data["title"] == row.title
    release(row, by=duty)
    assert public_among((page, other)) == 2


def test_no_action_of_the_desk_publishes_it_alone(duty: Any) -> None:
    page, brief = ready("ينتظر غيره"), factories.article("عاجل", kind="brief")
    release_of(page, brief, by=duty)
    at = timezone.now() + timedelta(days=1)
    for story, name, data in (
        (page, "publish", {}),
        (page, "schedule", {"at": at}),
        (brief, "publish-breaking", {"until": None}),
    ):
        with pytest.raises(Refused) as caught:
            perform(ACTIONS[name], fresh(story), duty, data)
        assert caught.value.code == "in_release", name
    settle()
    assert public_among((page, brief)) == 0
    assert not Approval.objects.filter(kind=Approval.Kind.BREAKING).exists()


def test_what_is_live_keeps_its_words_until_the_release(duty: Any) -> None:
    page = newer(factories.published("العنوان الأول"), title="العنوان الثاني")
    row = release_of(page, ready("خبر آخر"), by=duty)
    factories.slip(page)
    settle()
    assert reason(page) == "in_release"
    assert not is_public(page)
    take_out(row, [page], by=duty)
    assert document(page)["title"] == "العنوان الثاني"
    assert_in_step()


def test_taken_out_it_may_go_out_alone(duty: Any) -> None:
    page, other = ready("خبر"), ready("خبر آخر")
    row = release_of(page, other, by=duty)
    take_out(row, [page], by=duty)
    perform(ACTIONS["publish"], fresh(page), duty, {})
    assert (is_public(page), is_public(other)) == (True, False)
    release(row, by=duty)
    assert is_public(other)


def test_a_cancelled_release_holds_nothing_back(duty: Any) -> None:
    page = ready("خبر")
    row = release_of(page, by=duty)
    cancel(row, by=duty)
    with pytest.raises(Refused) as caught:
        release(row, by=duty)
    assert caught.value.code == "release_over"
    perform(ACTIONS["publish"], fresh(page), duty, {})
    assert is_public(page)
    assert release_of(newer(page, title="غيره"), by=duty).is_open


# --- what holds it back -----------------------------------------------------------------------------


def test_everything_that_holds_a_story_back_is_told_at_once(duty: Any) -> None:
    public, draft, reviewed, killed, spiked, embargoed, locked, dated, withdrawn = pages = (
        factories.published("لا جديد فيه"), factories.article("مسودة"), factories.article("قيد المراجعة"),
        ready("محذوف"), ready("محفوظ"), ready("محظور"), ready("مقفل"), ready("مؤجل"),
        newer(factories.published("مسحوب"), title="مسحوب أيضًا"),
    )  # fmt: skip
    good = ready("خبر جاهز")
    row = release_of(good, *pages, by=duty)
    submit(reviewed, factories.user("Reporter"))
    kill(killed, notice="سُحب الخبر", by=None)
    Spike.objects.create(page=spiked)
    Embargo.objects.create(group=embargoed.translation_key, until=timezone.now() + timedelta(days=1))
    ArticlePage.objects.filter(pk=locked.pk).update(locked=True, locked_by=factories.user("Duty editor"))
    newer(dated, go_live_at=timezone.now() + timedelta(days=1))
    withdraw(withdrawn, by=duty)
    assert refused(row, duty) == {
        public.pk: ["nothing_new"], draft.pk: ["not_approved"], reviewed.pk: ["under_review_at"],
        killed.pk: ["killed"], spiked.pk: ["spiked"], embargoed.pk: ["embargoed"],
        locked.pk: ["locked_by"], dated.pk: ["dated_later"], withdrawn.pk: ["withdrawn_since"],
    }  # fmt: skip
    settle()
    assert public_among((good, *pages[1:])) == 0
    take_out(row, pages, by=duty)
    release(row, by=duty)
    assert is_public(good)


def test_a_story_that_readers_are_only_losing_is_held_back(duty: Any) -> None:
    page = newer(factories.published("يُسحب الآن"), title="عنوان أحدث")
    row = release_of(page, ready("خبر آخر"), by=duty)
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    assert is_public(page)  # the record is yet to follow
    assert refused(row, duty) == {page.pk: ["withdrawn_since"]}
    sync.sync([("article", page.uuid)])
    assert not is_public(page)
    assert refused(row, duty) == {page.pk: ["withdrawn_since"]}


def test_an_edit_after_its_approval_holds_it_back(duty: Any) -> None:
    page = ready("خبر")
    row = release_of(page, by=duty)
    edit(page, factories.user("Desk editor"))
    assert refused(row, duty) == {page.pk: ["edited_since_approval"]}
    approve(fresh(page))
    release(row, by=duty)
    assert "تعديل" in str(document(page))


@pytest.mark.parametrize("where", ["section", "story"])
def test_what_readers_would_not_see_holds_it_back(duty: Any, where: str) -> None:
    section = factories.section("قسم خاص")
    page, other = ready("خبر", parent=section), ready("خبر آخر", parent=factories.section())
    row = release_of(page, other, by=duty)
    hidden = section if where == "section" else page
    PageViewRestriction.objects.create(page_id=hidden.pk, restriction_type="login")
    assert refused(row, duty) == {page.pk: ["withheld"]}
    assert not fresh(page).live
    assert public_among((page, other)) == 0


def test_one_may_release_what_one_locked_oneself(duty: Any) -> None:
    page = ready("خبر")
    row = release_of(page, by=duty)
    ArticlePage.objects.filter(pk=page.pk).update(locked=True, locked_by=duty)
    release(row, by=duty)
    assert is_public(page)


def test_a_release_without_stories_goes_nowhere(duty: Any) -> None:
    row = make("فارغ", by=duty)
    with pytest.raises(Refused) as caught:
        release(row, by=duty)
    assert caught.value.code == "release_empty"


def test_a_deleted_draft_leaves_its_release_which_tells_so(duty: Any) -> None:
    page, other = ready("خبر يحذف"), ready("خبر آخر")
    row = release_of(page, other, by=duty)
    page.delete()
    entry = ModelLogEntry.objects.for_instance(row).get(action="nashra.release.delete")
    assert entry.data["story"] == "خبر يحذف"
    release(row, by=duty)
    assert is_public(other)


# --- what may be put into one -----------------------------------------------------------------------


def test_a_story_waits_for_one_release_at_a_time(duty: Any) -> None:
    page = ready("خبر")
    first, second = release_of(page, by=duty, title="الأول"), make("الثاني", by=duty)
    with pytest.raises(Refused) as caught:
        add(second, [page], by=duty)
    assert (caught.value.code, "الأول" in caught.value.message) == ("in_release", True)
    assert add(first, [page], by=duty) == []


def test_what_may_not_be_put_into_one_is_refused_and_nothing_else_is_put_in(duty: Any) -> None:
    good, dead, away, dated, slipped = (
        ready("جاهز"), ready("محذوف"), ready("محفوظ"), ready("مجدول"), factories.article("بلا موافقة"),
    )  # fmt: skip
    kill(dead, notice="سُحب", by=None)
    Spike.objects.create(page=away)
    perform(ACTIONS["schedule"], dated, duty, {"at": timezone.now() + timedelta(days=1)})
    factories.slip(slipped)
    row = make("معًا", by=duty)
    expected = {dead: "killed", away: "spiked", dated: "scheduled", slipped: "unsettled"}
    for page, code in expected.items():
        with pytest.raises(Refused) as caught:
            add(row, [good, fresh(page)], by=duty)
        assert caught.value.code == code
    assert not row.items.exists()


def test_there_is_an_end_to_how_many_it_takes(duty: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("news.editorial.gathering.MOST", 2)
    row = release_of(ready("واحد"), by=duty)
    with pytest.raises(Refused) as caught:
        add(row, [ready("اثنان"), ready("ثلاثة")], by=duty)
    assert caught.value.code == "release_full"


@pytest.mark.parametrize("role", ["Reporter", "Desk editor", "Copy editor", "Translation editor", "Reviewer"])
def test_who_may_not_publish_does_nothing_with_releases(duty: Any, role: str) -> None:
    person, page = factories.user(role), ready("خبر")
    row = release_of(page, by=duty)
    acts = (
        lambda: make("آخر", by=person),
        lambda: add(row, [ready("غيره")], by=person),
        lambda: take_out(row, [page], by=person),
        lambda: schedule(row, timezone.now() + timedelta(days=1), by=person),
        lambda: cancel(row, by=person),
        lambda: release(row, by=person),
    )
    for do in acts:
        with pytest.raises(Refused) as caught:
            do()
        assert caught.value.code == "not_allowed"
    assert Release.objects.get().state == "open"
    assert row.items.count() == 1


def test_who_may_publish_only_some_of_it_cannot_release_it(duty: Any) -> None:
    arabic, english = in_two_languages()
    row = release_of(arabic, english, by=duty)
    person = factories.user("Duty editor")
    home = factories.home("en")
    english_only = person.groups.create(name="English desk")
    person.groups.remove(factories.group("Duty editor"))
    given = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=english_only, page=home, permission=given)
    for do in (lambda: release(row, by=person), lambda: cancel(row, by=person)):
        with pytest.raises(Refused) as caught:
            do()
        assert caught.value.code == "not_allowed"
    with pytest.raises(Refused):
        take_out(row, [arabic], by=person)
    assert take_out(row, [english], by=person) == [english]


def test_a_superuser_is_asked_for_approvals_too() -> None:
    boss, page = factories.user(is_superuser=True), factories.article("كتبه بنفسه")
    assert refused(release_of(page, by=boss), boss) == {page.pk: ["not_approved"]}


def test_a_sync_that_runs_meanwhile_finds_nothing_left_to_do(duty: Any) -> None:
    pages = in_two_languages()
    release(release_of(*pages, by=duty), by=duty)
    before = head_sequence()
    sync.sync([("article", page.uuid) for page in pages])
    assert head_sequence() == before
    assert PublishedDocument.objects.filter(document_id=pages[0].uuid).exists()
