"""Drafts by machine: what is translated, whose it is, what a failure leaves behind, what a day may cost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from news.editorial.refusals import Refused
from news.publication.checks import plug_ins
from news.publication.desk.registry import ACTIONS, offered, perform
from news.translation.bases import settle
from news.translation.machine.drafting import draft_by_machine
from news.translation.models import Basis, MachineDay, Translation
from news.translation.pieces import pieces
from news.translation.review import unfinished
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.admin.support import client_for, edit_url
from tests.news.editorial_api.support import Program, data, problem
from tests.news.publication.support import fresh
from tests.news.translation.exchanging import (
    LINK,
    add,
    draft,
    drop,
    keys,
    put,
    said,
    state_of_things,
    story,
)  # fmt: skip
from tests.news.translation.machines import BASE, Plain, Service, saying, service, translating, upper
from tests.news.translation.test_states import write

pytestmark = pytest.mark.usefixtures("newsroom")
LIBRE = "news.translation.machine.libretranslate.LibreTranslate"


@pytest.fixture
def by() -> Any:
    return factories.user("Translation editor")


@pytest.fixture
def server(settings: Any) -> Iterator[Service]:
    with service() as running:
        settings.MACHINE_TRANSLATOR, settings.MACHINE_TRANSLATION_URL = LIBRE, running.url
        yield running


@pytest.fixture
def plain(settings: Any) -> Iterator[type[Plain]]:
    settings.MACHINE_TRANSLATOR = f"{BASE}Plain"
    yield Plain
    Plain.meanwhile = staticmethod(lambda: None)


def found(page: Any) -> dict[str, State]:
    return states_of(Translation.objects.get(page=page), draft(page))


def refused(page: Any, by: Any, *, counted: bool = False) -> str:
    """The code with which a draft is refused; nothing may be done, nor counted unless there was an answer."""
    before, letters = state_of_things(page), spent()
    with pytest.raises(Refused) as caught:
        draft_by_machine(fresh(page), by)
    assert state_of_things(page) == before
    assert (spent() > letters) == counted
    assert caught.value.message
    return caught.value.code


def spent() -> int:
    """The letters that were sent so far."""
    return sum(MachineDay.objects.values_list("letters", flat=True))


def test_what_nobody_translated_is_drafted_in_one_revision(server: Service, by: Any) -> None:
    source, page = story()
    write(page, title="The port grows")
    new = add(source, 2, "<p>فقرة أضيفت</p>")
    factories.publish(fresh(source))
    a, heading, items, quote, last, image = keys(page)
    gone = drop(page, 4)
    before = page.revisions.count()
    draft_by_machine(fresh(page), by)
    assert page.revisions.count() == before + 1
    assert fresh(page).latest_revision.user == by
    words = said(page)
    assert words["title"] == "The port grows", "a person's is left alone"
    assert words["standfirst"] == "EN خطوة جديدة.\nEN وأخرى."
    assert words[a] == f"<p>EN قال <b>المدير</b> في {LINK}<br/>إن العمل مستمر.</p>"
    assert words[heading] == "EN أرقام &amp; حقائق"
    assert words[items] == "<p>EN أول</p>\n<p>EN <i>ثان</i></p>"
    assert words[quote] == "EN لن نتوقف.\nEN المدير"
    assert words[image] == "EN رافعة\nEN في المساء"
    assert keys(page) == [a, heading, new, items, quote, last, image]
    assert (gone, words[new]) == (last, "<p>EN فقرة أضيفت</p>")
    states = found(page)
    assert states.pop("title") == State.CURRENT
    assert set(states.values()) == {State.MACHINE}
    assert not Basis.objects.filter(origin=Basis.Origin.MACHINE, by__isnull=False).exists()
    assert refused(page, by) == "machine_nothing"


def test_it_is_a_machines_until_a_person_edits_or_takes_it(server: Service, by: Any) -> None:
    source, page = story()
    draft_by_machine(fresh(page), by)
    last = keys(page)[4]
    put(page, 4, "<p>The end.</p>")
    translation = Translation.objects.get(page=page)
    settle(translation, ["title"], by=by)
    left = unfinished(translation, draft(page))
    assert set(pieces(fresh(source))) - set(left) == {"title", last}
    put(source, 1, {"text": "أرقام أخرى", "level": "2"})
    factories.publish(fresh(source))
    assert found(page)[keys(page)[1]] == State.STALE
    assert unfinished(translation, draft(page))[keys(page)[1]] == State.MACHINE


FAILURES = {
    "machine_unavailable": saying(500), "machine_quota": saying(429), "machine_too_long": saying(413),
    "machine_pair": saying(400, b'{"error": "en is not supported"}'),
    "machine_bad_answer": saying(200, b"garbage"),
}  # fmt: skip


@pytest.mark.parametrize("code", FAILURES)
def test_a_failure_leaves_the_story_as_it_was(server: Service, by: Any, code: str) -> None:
    _source, page = story()
    server.answer = FAILURES[code]
    assert refused(page, by) == code


def test_what_lost_its_marks_stays_untranslated(server: Service, by: Any) -> None:
    _source, page = story()
    a, heading, items, _quote, last, _image = keys(page)

    def spoiling(text: str) -> str:
        if LINK in text:
            return "EN all in one"
        if "أرقام" in text:
            return "\u200f"
        return "x" * 300 if text == "المدير" else f"<p>{upper(text)}</p><p>more</p>"

    server.answer = translating(spoiling)
    draft_by_machine(fresh(page), by)
    states = found(page)
    assert [states[key] for key in (a, heading, keys(page)[3])] == [State.UNTRANSLATED] * 3
    assert [states[key] for key in ("title", items, last)] == [State.MACHINE] * 3
    assert said(page)["title"] == "EN الميناء يتوسع more"
    server.answer = translating(lambda text: "")
    assert refused(page, by, counted=True) == "machine_bad_answer"


def test_hostile_answers_do_not_get_in(server: Service, by: Any) -> None:
    _source, page = story()
    server.answer = translating(lambda text: f"{upper(text)}<script>alert(1)</script>")
    assert refused(page, by, counted=True) == "machine_bad_answer"
    server.answer = translating(lambda text: f"{upper(text)} &lt;script&gt;")
    draft_by_machine(fresh(page), by)
    assert said(page)["title"] == "EN الميناء يتوسع &lt;script&gt;"
    assert not [text for text in said(page).values() if "<script" in text]


def test_nothing_is_saved_over_what_somebody_did_meanwhile(plain: type[Plain], by: Any) -> None:
    source, page = story()
    plain.meanwhile = staticmethod(lambda: write(page, title="The port grows"))
    with pytest.raises(Refused) as caught:
        draft_by_machine(fresh(page), by)
    assert caught.value.code == "machine_changed"
    assert said(page)["title"] == "The port grows"
    assert State.MACHINE not in found(page).values()

    def publish() -> None:
        put(source, 1, {"text": "آخر", "level": "2"})
        factories.publish(fresh(source))

    plain.meanwhile = staticmethod(publish)
    assert refused(page, by, counted=True) == "machine_changed"
    plain.meanwhile = staticmethod(by.groups.clear)
    assert refused(page, by, counted=True) == "not_allowed"


def test_a_translator_with_a_fault_costs_nothing(settings: Any, by: Any) -> None:
    _source, page = story()
    settings.MACHINE_TRANSLATOR = f"{BASE}Faulty"
    before = state_of_things(page)
    with pytest.raises(RuntimeError):
        draft_by_machine(fresh(page), by)
    assert state_of_things(page) == before
    assert spent() == 0


def test_terms_have_the_form_the_newsroom_wants(server: Service, by: Any) -> None:
    _source, page = story()
    factories.term(ar="الميناء", en="Port & Harbour")
    factories.term(ar="المدير", fr="directeur")
    server.answer = translating(lambda text: text if "span" in text else upper(text))
    draft_by_machine(fresh(page), by)
    assert said(page)["title"] == "Port &amp; Harbour يتوسع"
    assert ">Port &amp; Harbour</a>" in said(page)[keys(page)[0]]
    sent = [text for asked in server.asked for text in asked["q"]]
    assert '<span translate="no">Port &amp; Harbour</span> يتوسع' in sent
    assert "المدير" in sent
    assert found(page)["title"] == State.MACHINE


def test_a_day_has_an_end(plain: type[Plain], by: Any, settings: Any) -> None:
    _source, page = story(body=[("paragraph", "<p>خاتمة.</p>")])
    draft_by_machine(fresh(page), by)
    once = spent()
    assert once == sum(map(len, plain.asked))
    settings.MACHINE_TRANSLATION_LETTERS = 2 * once - 1
    _source, other = story(body=[("paragraph", "<p>خاتمة.</p>")])
    plain.asked = []
    assert refused(other, by) == "machine_budget"
    assert plain.asked == []
    settings.MACHINE_TRANSLATION_LETTERS = 2 * once
    draft_by_machine(fresh(other), by)
    assert spent() == 2 * once
    with pytest.raises(Refused) as caught:
        draft_by_machine(fresh(story()[1]), by)
    (refusal,) = caught.value.refusals
    assert refusal.params["left"] == 0
    assert str(refusal.params["needed"]) in refusal.message


def test_it_is_offered_where_there_is_one_to_who_may_write(
    plain: type[Plain], settings: Any, by: Any
) -> None:
    source, page = story()
    url = reverse("newsroom_action", args=[page.pk, "machine-draft"])
    assert url in client_for(by).get(edit_url(page)).content.decode()
    answers = {
        role: offered(fresh(page), factories.user(role))["machine-draft"]
        for role in ("Reporter", "Reviewer", "Legal", "Translation editor")
    }
    assert [refusal and refusal.code for refusal in answers.values()] == [*["not_allowed"] * 3, None]
    refusal = offered(fresh(source), by)["machine-draft"]
    assert refusal
    assert refusal.code == "not_a_translation"
    settings.MACHINE_TRANSLATOR = ""
    assert url not in client_for(by).get(edit_url(page)).content.decode()
    with pytest.raises(Refused) as caught:
        perform(ACTIONS["machine-draft"], fresh(page), by, {})
    assert caught.value.code == "machine_none"


def test_editors_and_programs_ask_for_it(server: Service, by: Any) -> None:
    _source, page = story()
    browser = client_for(by)
    url = reverse("newsroom_action", args=[page.pk, "machine-draft"])
    before = state_of_things(page)
    assert browser.get(url).status_code == 200
    server.answer = saying(500)
    answer = browser.post(url, HTTP_REFERER=f"http://testserver{edit_url(page)}")
    assert answer.status_code == 302
    assert state_of_things(page) == before
    server.answer = translating(upper)
    program = Program(by)
    problem(Program(factories.user("Reviewer")).act(page, "machine-draft"), 403, "not_allowed")
    problem(Program(by, "read").act(page, "machine-draft"), 403, "scope")
    told = data(program.act(page, "machine-draft"))
    assert told["article"]["title"] == "EN الميناء يتوسع"
    problem(program.act(page, "machine-draft"), 409, "machine_nothing")


def test_a_translator_whose_name_leads_nowhere_is_told_at_the_start(settings: Any) -> None:
    settings.MACHINE_TRANSLATOR = "nowhere.Translator"
    (error,) = plug_ins(None)
    assert (error.id, "nowhere.Translator" in error.msg) == ("publication.E001", True)
    settings.MACHINE_TRANSLATOR = LIBRE
    assert plug_ins(None) == []
