"""A translation goes out as XLIFF 2.0 and comes back: as it went, with translations, from an older source."""

from typing import Any

import pytest
from lxml import etree

from news.models.corrections import Correction
from news.translation.bases import settle
from news.translation.exchange.merging import Report, take_in
from news.translation.models import Basis, Translation
from news.translation.pieces import pieces
from news.translation.severity import Severity
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.support import fresh
from tests.news.translation.exchanging import (
    CORE,
    LINK,
    Sheet,
    add,
    draft,
    drop,
    exported,
    keys,
    put,
    said,
    state_of_things,
    story,
    translated_in,
)  # fmt: skip
from tests.news.translation.test_states import write

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def by() -> Any:
    return factories.user("Translation editor")


def taken(page: Any, by: Any, data: bytes) -> Report:
    return take_in(fresh(page), by, data)


def left(report: Report) -> dict[str, str]:
    return {line.key: line.refusal.code for line in report.left if line.refusal}


def found(page: Any) -> dict[str, State]:
    return states_of(Translation.objects.get(page=page), draft(page))


def test_it_goes_out_with_its_source_and_all_marks() -> None:
    source, page = story()
    put(page, 0, "<p>The <b>director</b> said</p>")
    root = etree.fromstring(exported(page))
    assert (root.tag, root.get("version")) == (f"{CORE}xliff", "2.0")
    assert (root.get("srcLang"), root.get("trgLang")) == ("ar", "en")
    assert str(page.uuid).encode() in exported(page)
    units = {one.get("id"): one for one in root.iter(f"{CORE}unit")}
    assert list(units) == list(pieces(fresh(source)))
    first = units[keys(page)[0]]
    (segment,) = first.iter(f"{CORE}segment")
    assert segment.get("state") == "translated"
    names = [one.tag.removeprefix(CORE) for one in segment.find(f"{CORE}source")]
    assert names == ["pc", "pc", "ph"]
    assert "<b>" not in "".join(segment.itertext())
    mark = segment.find(f"{CORE}target/{CORE}pc")
    assert mark.get("id") == segment.find(f"{CORE}source/{CORE}pc").get("id")
    assert [one.text for one in first.iter(f"{CORE}note")] == ["فقرة"]
    assert all(one.find(f"{CORE}target") is None for one in units["title"].iter(f"{CORE}segment"))
    assert len(units[keys(page)[2]].findall(f"{CORE}segment")) == 2


def test_as_it_went_it_comes_back_to_nothing(by: Any) -> None:
    source, page = story()
    put(page, 0, "<p>The <b>director</b> said “no” &amp; left</p>")
    put(page, 2, {"ordered": True, "items": [{"type": "item", "id": "x", "value": "<p>One</p>"}]})
    put(page, 4, 'bare <span class="x">text</span> &nbsp; a < b &quot; <b>open')
    put(source, 4, "<p>خاتمة أخرى.</p>")
    factories.publish(fresh(source))
    before = state_of_things(page)
    report = taken(page, by, exported(page))
    assert (report.taken, report.left, report.revision) == ([], [], None)
    assert state_of_things(page) == before


def test_what_was_translated_is_a_draft_by_who_sent_it(by: Any) -> None:
    _source, page = story()
    a, _heading, items, quote, _last, image = keys(page)
    sheet = Sheet(translated_in(exported(page), {"title": "The port grows", "standfirst": "unused"}))
    sheet.translate("standfirst", "A new step.", "And another.")
    sheet.translate(a, (
        '<pc id="2" dataRefStart="d3" dataRefEnd="d4">The port</pc>: the '
        '<pc id="1" dataRefStart="d1" dataRefEnd="d2">director</pc> &amp; co<ph id="3" dataRef="d5"/>go on'
    ))  # fmt: skip
    sheet.translate(items, "One", "Two")
    sheet.translate(quote, "We will not stop.", "The director")
    sheet.translate(image, "A crane", "At dusk")
    report = taken(page, by, sheet.data())
    assert left(report) == {}
    assert {line.key for line in report.taken} == {"title", "standfirst", a, items, quote, image}
    words = said(page)
    assert words["title"] == "The port grows"
    assert words["standfirst"] == "A new step.\nAnd another."
    link = LINK.replace("الميناء", "The port")
    assert words[a] == f"<p>{link}: the <b>director</b> &amp; co<br/>go on</p>"
    assert (words[items], words[quote]) == ("<p>One</p>\n<p>Two</p>", "We will not stop.\nThe director")
    revision = fresh(page).latest_revision
    assert (revision.pk, revision.user) == (report.revision, by)
    states = found(page)
    assert {key for key, state in states.items() if state == State.CURRENT} == {
        "title", "standfirst", a, items, quote, image
    }  # fmt: skip
    assert set(states.values()) == {State.CURRENT, State.UNTRANSLATED}
    again = taken(page, by, sheet.data())
    assert (again.taken, again.left, again.revision) == ([], [], None)


def test_a_file_of_an_older_source_is_taken_and_is_stale(by: Any) -> None:
    source, page = story()
    a, last = keys(page)[0], keys(page)[4]
    data = translated_in(exported(page), {last: "The end.", "title": "The port grows"})
    put(source, 4, "<p>خاتمة أخرى.</p>")
    factories.publish(fresh(source))
    report = taken(page, by, data)
    assert {line.key for line in report.taken} == {last, "title"}
    assert (found(page)[last], found(page)["title"], found(page)[a]) == (
        State.STALE, State.CURRENT, State.UNTRANSLATED
    )  # fmt: skip
    basis = Basis.objects.get(key=last, origin=Basis.Origin.PERSON)
    assert (basis.source, basis.source_version, basis.by) == ("<p>خاتمة.</p>", 1, by)
    put(source, 4, "<p>خاتمة.</p>")
    factories.publish(fresh(source))
    assert found(page)[last] == State.CURRENT


@pytest.mark.parametrize(("told", "kept"), [("1", 1), ("2", 2), ("3", 2), ("999999999", 2), ("x", None)])
def test_no_file_says_that_its_older_source_is_the_present_one(by: Any, told: str, kept: int | None) -> None:
    source, page = story()
    last = keys(page)[4]
    factories.publish(fresh(source), title="الميناء يتوسع كثيرًا")
    data = translated_in(exported(page), {last: "The end."}).replace(
        b'"source-version">2<', f'"source-version">{told}<'.encode()
    )
    put(source, 4, "<p>خاتمة أخرى.</p>")
    factories.publish(fresh(source))
    taken(page, by, data)
    assert Basis.objects.get(key=last, origin=Basis.Origin.PERSON).source_version == kept


def test_an_older_source_that_is_not_public_has_no_version(by: Any) -> None:
    source, page = story()
    last = keys(page)[4]
    data = translated_in(exported(page), {last: "The end."})
    fresh(source).unpublish()
    put(source, 4, "<p>خاتمة أخرى.</p>")
    taken(page, by, data)
    assert Basis.objects.get(key=last, origin=Basis.Origin.PERSON).source_version is None


def test_a_forged_version_hides_no_correction(by: Any) -> None:
    source, page = story()
    data = translated_in(exported(page), {"title": "The port grows"})
    correction = Correction(type="correction", note="خطأ في العنوان")
    factories.publish(fresh(source), title="الميناء لا يتوسع", corrections=[correction])
    taken(page, by, data.replace(b'"source-version">1<', b'"source-version">999999999<'))
    translation = Translation.objects.get(page=page)
    settle(translation, [key for key in translation.drafted if key != "title"], by=None)
    factories.publish(fresh(page))
    assert Translation.objects.get(page=page).severity == Severity.FACT


def test_what_no_longer_fits_is_listed_and_the_rest_taken(by: Any) -> None:
    source, page = story()
    a, heading, items, quote, last, image = keys(page)
    sheet = Sheet(translated_in(exported(page), {
        "title": "The port grows", heading: "Figures", last: "The end.", a: "x"
    }))  # fmt: skip
    sheet.translate(a, '<pc id="1" dataRefStart="d77" dataRefEnd="d2">x</pc>')
    sheet.translate(items, "One")
    sheet.translate(quote, "We will not stop.", "y" * 300)
    sheet.translate(image, "A crane", "")
    put(page, 1, {"text": "Numbers", "level": "2"})
    drop(page, 4)
    report = taken(page, by, sheet.data())
    assert [line.key for line in report.taken] == ["title"]
    assert left(report) == {
        a: "xliff_broken", heading: "xliff_changed", items: "xliff_partly", quote: "piece_long",
        last: "xliff_gone", image: "xliff_partly",
    }  # fmt: skip
    assert {line.key: line.text for line in report.left}[heading] == "Figures"
    assert all(line.refusal and line.refusal.message and line.label for line in report.left)
    assert said(page)[heading] == "Numbers"
    assert len(keys(page)) == 5
    assert source.pk


def test_what_the_source_got_later_is_added_and_what_was_left_out_is_not(by: Any) -> None:
    source, page = story()
    new, other = add(source, 1, "<p>جديد.</p>"), add(source, 2, "<p>وآخر.</p>")
    factories.publish(fresh(source))
    data = translated_in(exported(page), {new: "New.", other: "Another."})
    settle(Translation.objects.get(page=page), [other], by=by)
    report = taken(page, by, data)
    assert left(report) == {other: "xliff_dropped"}
    assert keys(page)[1] == new
    assert found(page)[new] == State.CURRENT


def test_lines_are_as_many_as_the_source_has(by: Any) -> None:
    source, page = story()
    items = keys(page)[2]
    put(source, 2, {"ordered": True, "items": [
        {"type": "item", "id": str(place), "value": f"<p>بند {place}</p>"} for place in range(3)
    ]})  # fmt: skip
    factories.publish(fresh(source))
    sheet = Sheet(exported(page))
    sheet.translate(items, "One", "Two", "Three")
    spare = Sheet(exported(page))
    segments = spare.unit(items).findall(f"{CORE}segment")
    spare.unit(items).remove(segments[2])
    spare.translate(items, "One", "Two, three")
    assert left(taken(page, by, spare.data())) == {items: "xliff_source"}
    assert not taken(page, by, sheet.data()).left
    assert said(page)[items] == "<p>One</p>\n<p>Two</p>\n<p>Three</p>"


def test_a_source_that_was_changed_in_the_file_is_no_basis(by: Any) -> None:
    source, page = story()
    last = keys(page)[4]
    sheet = Sheet(translated_in(exported(page), {last: "The end."}))
    sheet.unit(last).find(f"{CORE}segment/{CORE}source").text = "كلام آخر"
    put(source, 4, "<p>خاتمة أخرى.</p>")
    factories.publish(fresh(source))
    before = state_of_things(page)
    assert left(taken(page, by, sheet.data())) == {last: "xliff_source"}
    assert state_of_things(page) == before


def test_targets_are_cleaned_as_everything_from_outside(by: Any) -> None:
    _source, page = story()
    a, last = keys(page)[0], keys(page)[4]
    sheet = Sheet(exported(page))
    unit = sheet.unit(a)
    evil = {"d90": '<img src="x" onerror="y">', "d91": '<a href="javascript:alert(1)" onclick="x">'}
    for one, text in evil.items():
        etree.SubElement(unit.find(f"{CORE}originalData"), f"{CORE}data", id=one).text = text
    sheet.translate(a, (
        '<pc id="8" dataRefStart="d90" dataRefEnd="d2">evil</pc> '
        '<pc id="9" dataRefStart="d91" dataRefEnd="d4">link</pc> &lt;img onerror="x"&gt;'
    ))  # fmt: skip
    sheet.translate(last, "&lt;script&gt;x&lt;/script&gt;")
    assert not taken(page, by, sheet.data()).left
    assert said(page)[a] == '<p>evil <a>link</a> &lt;img onerror="x"&gt;</p>'
    assert said(page)[last] == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_who_translated_only_part_leaves_the_rest(by: Any) -> None:
    _source, page = story()
    write(page, title="The port")
    sheet = Sheet(exported(page))
    sheet.translate("title", "")
    report = taken(page, by, sheet.data())
    assert left(report) == {"title": "piece_empty"}
    assert said(page)["title"] == "The port"
