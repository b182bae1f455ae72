"""Files that somebody made to do harm, or by mistake: refused with a sentence, and nothing is changed."""

import re
import tracemalloc
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from news.editorial.refusals import Refused
from news.translation.exchange.inline import MOST_LETTERS, Broken, Marks, Room, line_of, put_line
from news.translation.exchange.merging import take_in
from news.translation.exchange.reading import read, read_file
from tests import factories
from tests.news.publication.support import fresh
from tests.news.translation.exchanging import CORE, Sheet, exported, keys, state_of_things, story

HEAD = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ar" trgLang="en">'


def file(inside: str = "", *, before: str = "", head: str = HEAD) -> bytes:
    return f'{before}{head}<file id="f">{inside}</file></xliff>'.encode()


def unit(number: int) -> str:
    return f'<unit id="u{number}"><segment><source/></segment></unit>'


DOUBLED = "".join(f'<!ENTITY {after} "&{one};&{one};">' for one, after in ("ab", "bc", "cd"))
BOMB = f'<!DOCTYPE x [<!ENTITY a "ha">{DOUBLED}]>'
REFUSED: dict[str, tuple[bytes, str]] = {
    "no XML": (b"PK\x07\x08 a zip", "xliff_control"),
    "not well-formed": (file("<unit>"), "xliff_malformed"),
    "empty": (b"", "xliff_malformed"),
    "UTF-16": (file().decode().encode("utf-16"), "xliff_encoding"),
    "windows-1256": ("\u0646\u0635".encode("cp1256"), "xliff_encoding"),
    "declares another encoding": (
        b'<?xml version="1.0" encoding="windows-1256"?>' + file(), "xliff_encoding"
    ),
    "control characters": (file("a\x01b"), "xliff_control"),
    "control characters by number": (file("a&#1;b"), "xliff_malformed"),
    "entities": (BOMB.encode() + file("&d;"), "xliff_doctype"),
    "outside entity": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + file("&e;"), "xliff_doctype"
    ),
    "outside DTD": (b'<!DOCTYPE xliff SYSTEM "http://evil.example/x.dtd">' + file(), "xliff_doctype"),
    "an entity nobody declared": (file("&nobody;"), "xliff_malformed"),
    "XLIFF 1.2": (
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file/></xliff>', "xliff_version"
    ),
    "XLIFF 2.1": (file(head=HEAD.replace("2.0\" src", "2.1\" src")), "xliff_version"),
    "HTML": (b"<html><body/></html>", "xliff_version"),
    "too deep": (file("<group>" * 45 + "</group>" * 45), "xliff_deep"),
    "deeper than any parser goes": (file("<group>" * 100_000 + "</group>" * 100_000), "xliff_malformed"),
    "two stories": (file("</file><file id='g'>"), "xliff_files"),
    "too many units": (file("".join(map(unit, range(2_001)))), "xliff_units"),
    "one unit twice": (file(unit(1) + unit(1)), "xliff_twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(Refused) as caught:
        read(data)
    assert caught.value.code == code
    assert re.search(r"\S{3}", caught.value.message)


class Endless(BytesIO):
    """A file of 50 megabytes that counts what is read of it."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0
        self.asked += size
        return b"x" * min(size, 50 * 1024 * 1024)


def test_of_a_large_file_no_more_is_read_than_is_taken(settings: Any) -> None:
    settings.XLIFF_MEGABYTES = 1
    endless = Endless()
    with pytest.raises(Refused) as caught:
        read_file(endless)
    assert caught.value.code == "xliff_large"
    assert "1" in caught.value.message
    assert endless.asked == 1024 * 1024 + 1


def repeating(number: int, *, letters: int, lines: int) -> str:
    """A small unit each of whose lines stands for many letters."""
    data = f'<originalData><data id="d">{"x" * letters}</data></originalData>'
    line = '<segment><source><ph id="1" dataRef="d"/></source></segment>'
    return f'<unit id="u{number}">{data}{line * lines}</unit>'


def test_marks_that_stand_for_much_are_not_written_out_many_times() -> None:
    mark = '<pc id="1" dataRefStart="d" dataRefEnd="d"/>'
    line = etree.fromstring(f'<source xmlns="{CORE[1:-1]}">{mark * 10_000}</source>')
    with pytest.raises(Broken):
        line_of(line, {"d": "x" * 100_000}, Room(MOST_LETTERS), rich=True)
    data = file(repeating(1, letters=480_000, lines=1_500))
    tracemalloc.start()
    try:
        (broken,) = read(data).units
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert broken.refusal
    assert broken.refusal.code == "xliff_broken"
    assert peak < 20 * len(data)


def test_a_file_stands_for_no_more_than_a_file_may_hold(settings: Any) -> None:
    settings.XLIFF_MEGABYTES = 1
    assert all(unit.refusal for unit in read(file(repeating(1, letters=1_000, lines=900))).units)
    small = "".join(repeating(number, letters=100, lines=100) for number in range(100))
    assert len(read(file(small)).units) == 100
    for number, lines in ((110, 100), (5, 3_000)):
        units = "".join(repeating(one, letters=100, lines=lines) for one in range(number))
        with pytest.raises(Refused) as caught:
            read(file(units))
        assert caught.value.code == "xliff_large"


@pytest.mark.parametrize(
    "line",
    [
        "<p>نص</p>", "نص", "", "<p></p>", "<p>ا</p><p>ب</p>", "<b>ا<i>ب</b>ج</i>", "<p>ا<b>ب</p>", "</b>ا<b>",
        '<p>5 > 3 & "4" &amp; &quot;x&quot; &nbsp;&#8207; &lt;b&gt;</p>', "<!-- x --><p>ا</p>", "a < b <",
        '<p><a href="/?a=1&amp;b=&gt;">x</a><a href="y"><b>z</b></a></p>', "<br><br/><br />", "<B>x</b>",
        '<p class="x">y</p>', "<p>x</p> y", "<pre>x</pre>", "<img src='a>b'>",
    ],
)  # fmt: skip
def test_any_line_survives_as_marks(line: str) -> None:
    source = etree.Element(f"{CORE}source")
    marks = Marks()
    put_line(source, line, marks, rich=True)
    again = etree.fromstring(etree.tostring(source))
    data = {one: text for text, one in marks.data.items()}
    assert line_of(again, data, Room(MOST_LETTERS), rich=True) == line
    ids = [one.get("id") for one in source.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("newsroom")
class TestOfAStory:
    def refused(self, page: Any, data: bytes, by: Any = None) -> str:
        before = state_of_things(page)
        with pytest.raises(Refused) as caught:
            take_in(fresh(page), by or factories.user("Translation editor"), data)
        assert state_of_things(page) == before
        assert caught.value.message
        return caught.value.code

    def test_it_must_be_of_this_translation(self) -> None:
        source, page = story()
        data = exported(page)
        other = data.replace(str(page.uuid).encode(), str(source.uuid).encode())
        assert self.refused(page, other) == "xliff_story"
        assert self.refused(page, file(unit(1))) == "xliff_story"
        for right, wrong in ((b'trgLang="en"', b'trgLang="fr"'), (b'trgLang="en"', b""), (b'"ar"', b'"tr"')):
            assert self.refused(page, data.replace(right, wrong)) == "xliff_locale"

    def test_units_that_nobody_exported_are_listed(self) -> None:
        _source, page = story()
        sheet = Sheet(exported(page))
        sheet.translate("title", "The port")
        for one in sheet.unit("title").iter("{urn:oasis:names:tc:xliff:metadata:2.0}metadata"):
            sheet.unit("title").remove(one)
            break
        strange = etree.fromstring(
            f'<unit xmlns="{CORE[1:-1]}" id="slug">'
            "<segment><source>x</source><target>y</target></segment></unit>"
        )
        sheet.root[0].append(strange)
        before = state_of_things(page)
        report = take_in(fresh(page), factories.user("Translation editor"), sheet.data())
        assert {line.key: line.refusal.code for line in report.left if line.refusal} == {
            "title": "xliff_unmarked", "slug": "xliff_unmarked"
        }  # fmt: skip
        assert state_of_things(page) == before

    def test_marks_no_line_has_are_broken(self) -> None:
        _source, page = story()
        key = keys(page)[4]
        by = factories.user("Translation editor")
        deep = '<pc id="9" dataRefStart="b" dataRefEnd="c">' * 25 + "x" + "</pc>" * 25
        for line, code in {'<cp hex="0001"/>x': "xliff_broken", "<script>x</script>": "xliff_broken",
                           '<ph id="1"/>x': "xliff_broken", deep: "piece_markup"}.items():  # fmt: skip
            sheet = Sheet(exported(page))
            original = etree.SubElement(sheet.unit(key), f"{CORE}originalData")
            for one, text in {"b": "<b>", "c": "</b>"}.items():
                etree.SubElement(original, f"{CORE}data", id=one).text = text
            sheet.translate(key, line)
            report = take_in(fresh(page), by, sheet.data())
            assert [one.refusal.code for one in report.left if one.refusal] == [code]
            assert report.revision is None
