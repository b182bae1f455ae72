"""Releases while others release, kill, withdraw, edit and take out: whoever wins, no half of one is read."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from news.editorial.gathering import add, make, take_out
from news.editorial.releases import Release, ReleaseItem
from news.models import ArticlePage
from news.publication import marks
from news.publication.actions import withdraw
from news.publication.kills import kill
from news.publication.releasing import release
from news.publication.schedule import Clock
from news.publication.sync import sync
from news.record.models import PublicState, PublishedDocument
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.editorial.support import edit
from tests.news.publication.at_once import at_once, meanwhile
from tests.news.publication.releases import in_two_languages, newer, public_among, ready, release_of
from tests.news.publication.support import assert_in_step, events, fresh
from tests.news.publication.test_at_once import unless_refused
from tests.news.publication.test_desk_at_once import refusals_of

pytestmark = pytest.mark.usefixtures("newsroom", "on_disk")
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def releasing(row: Release, by: Any) -> Callable[[], Any]:
    """What the button does, on a page that was opened before."""
    seen = Release.objects.get(pk=row.pk)
    return lambda: release(seen, by=by)


def taking_out(row: Release, page: ArticlePage, by: Any) -> Callable[[], Any]:
    seen = Release.objects.get(pk=row.pk)
    return lambda: take_out(seen, [page], by=by)


def state_of(row: Release) -> str:
    return Release.objects.get(pk=row.pk).state


def test_two_release_at_once_and_one_is_told() -> None:
    one, two = (factories.user("Duty editor") for _ in range(2))
    for number in range(ROUNDS):
        pages = (*in_two_languages(f"خبر {number}"), ready(f"آخر {number}"))
        row = release_of(*pages, by=one)
        assert refusals_of(releasing(row, one), releasing(row, two)) == ["release_over"]
        assert [events(page) for page in pages] == [["published"]] * 3
    assert_in_step()


def test_nobody_reads_a_half_of_one() -> None:
    duty = factories.user("Duty editor")
    for number in range(ROUNDS):
        pages = (*in_two_languages(f"خبر {number}"), ready(f"آخر {number}"), ready(f"غيره {number}"))
        row = release_of(*pages, by=duty)
        seen: set[int] = set()

        def look(pages: Any = pages, seen: Any = seen) -> None:
            seen.add(public_among(pages))

        others = [partial(sync, [("article", page.uuid)]) for page in pages[1:3]]
        with meanwhile(look):
            at_once(releasing(row, duty), *others, marks.drain)
        assert seen <= {0, 4}, seen
        assert public_among(pages) == 4
    assert_in_step()


@pytest.mark.parametrize("what", ["kill", "withdraw", "edit", "take_out"])
def test_a_release_against_what_stops_it(what: str) -> None:
    duty = factories.user("Duty editor")
    for number in range(ROUNDS):
        page, other = (
            newer(factories.published(f"خبر {number}"), title=f"جديد {number}"),
            ready(f"آخر {number}"),
        )
        row = release_of(page, other, by=duty)
        against: dict[str, Callable[[], Any]] = {
            "kill": partial(kill, fresh(page), notice="سُحب الخبر.", by=duty),
            "withdraw": partial(withdraw, fresh(page), by=duty),
            "edit": partial(edit, page, duty),
            "take_out": taking_out(row, page, duty),
        }
        at_once(unless_refused(releasing(row, duty)), unless_refused(against[what]))
        assert_in_step(str(number))
        assert (state_of(row) == "released") == (public_among((other,)) == 1)
        shown = PublishedDocument.objects.get(document_id=page.uuid).state
        if what == "kill":
            assert shown == PublicState.KILLED
        if what == "withdraw":
            assert shown == PublicState.WITHDRAWN
        waiting = ReleaseItem.objects.filter(release=row, waits=True).exists()
        assert waiting == (state_of(row) == "open")


def test_the_clock_against_a_person() -> None:
    duty = factories.user("Duty editor")
    for number in range(ROUNDS):
        pages = in_two_languages(f"خبر {number}")
        row = release_of(*pages, by=duty)
        Release.objects.filter(pk=row.pk).update(at=timezone.now(), scheduled_by=duty)
        at_once(unless_refused(releasing(row, duty)), Clock().fire, Clock().fire)
        assert state_of(row) == "released"
        assert [events(page) for page in pages] == [["published"]] * 2
        assert not Release.objects.get(pk=row.pk).failures
    assert_in_step()


def test_a_story_is_put_into_one_release_by_two() -> None:
    one, two = (factories.user("Duty editor") for _ in range(2))
    for number in range(ROUNDS):
        page = ready(f"خبر {number}")
        rows = [(make(f"معًا {number}", by=person), person) for person in (one, two)]
        met = refusals_of(*(partial(add, row, [page], by=person) for row, person in rows))
        assert met == ["in_release"]
        assert ReleaseItem.objects.filter(page=page).count() == 1


def test_a_form_that_is_saved_while_its_story_is_released_does_not_take_it_back() -> None:
    duty = factories.user("Duty editor")
    client = client_for(duty)
    for number in range(ROUNDS):
        page, other = ready(f"خبر {number}"), ready(f"آخر {number}")
        row = release_of(page, other, by=duty)
        form = article_form(page, title=f"تعديل {number}")
        at_once(unless_refused(releasing(row, duty)), partial(client.post, edit_url(page), form))
        assert public_among((page, other)) in (0, 2)
        assert fresh(page).live == (state_of(row) == "released")
        assert fresh(page).get_latest_revision_as_object().title == f"تعديل {number}"
    assert_in_step()
