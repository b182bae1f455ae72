"""Plain text becomes a draft, or a clear error and nothing."""

import os
import runpy
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from news.models import ArticlePage
from news.text.story import PlainBlock, read_story
from tests import factories

STORY = (
    "مجلس المدينة يقرّ “خطة الظل”.. لماذا اعترض سكان الحي القديم؟\n\n"
    "أقرّ مجلس المدينة خطة لزراعة ستة آلاف شجرة في الشوارع الرئيسة خلال عامين.\n"
    "وتشمل الخطة الأحياء الأشد حرارة.\n"
    "\u00a0\n \n\u00a0\u00a0\n"
    "اعتراض قديم.. و”وعود” جديدة\n\n"
    'قال أحد السكان: "طلبنا الأشجار قبل عشر سنوات".\n\n'
    "من يدفع الثمن؟\n\n"
    "تقدّر الكلفة بنحو ٤٠ مليونًا.\n"
)


def test_reading_keeps_quotes_and_finds_the_headings() -> None:
    story = read_story(STORY)
    assert story.title == "مجلس المدينة يقرّ “خطة الظل”.. لماذا اعترض سكان الحي القديم؟"
    assert [block.kind for block in story.blocks] == [
        "paragraph",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
    ]
    assert story.blocks[0].text.endswith("عامين. وتشمل الخطة الأحياء الأشد حرارة.")
    assert story.blocks[1] == PlainBlock("heading", "اعتراض قديم.. و”وعود” جديدة")
    assert '"طلبنا الأشجار قبل عشر سنوات"' in story.blocks[2].text


def test_a_last_short_line_is_no_heading() -> None:
    assert read_story("عنوان\n\nنهاية قصيرة").blocks == (PlainBlock("paragraph", "نهاية قصيرة"),)


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("import_story", *words, stdout=out, **options)
    return out.getvalue()


def test_a_line_nobody_can_see_is_neither_headline_nor_paragraph() -> None:
    story = read_story("\u200f\u202e\nعنوان\n\u2066\u2069\nأول\n\u061c\nثان")
    assert story.title == "عنوان"
    assert [block.text for block in story.blocks] == ["أول", "ثان"]


@pytest.mark.usefixtures("newsroom")
class TestCommand:
    def test_it_makes_a_draft_and_says_where(self, tmp_path: Path) -> None:
        section = factories.section("مدن")
        file = tmp_path / "story.txt"
        file.write_text(STORY, "utf-8-sig")
        said = run(str(file), section=section.slug, user=factories.user("Reporter", "ليلى").username)
        page = ArticlePage.objects.get()
        assert not page.live
        assert page.title in said
        assert page.latest_revision.user.username == "ليلى"
        kinds = [block.block_type for block in page.get_latest_revision_as_object().body]
        assert kinds == ["paragraph", "heading", "paragraph", "heading", "paragraph"]
        stored = "<p>قال أحد السكان: &quot;طلبنا الأشجار قبل عشر سنوات&quot;.</p>"
        assert page.body[2].value.source == stored

    def test_stories_of_the_same_long_title_stand_side_by_side(self, tmp_path: Path) -> None:
        section = factories.section("مدن")
        file = tmp_path / "story.txt"
        file.write_text("ط" * 80 + "\n\nنص.", "utf-8")
        for _copy in range(2):
            run(str(file), section=section.slug)
        slugs = [page.slug for page in ArticlePage.objects.order_by("pk")]
        assert slugs == ["ط" * 80, "ط" * 78 + "-2"]

    def test_a_section_below_another_is_named_by_its_path(self, tmp_path: Path) -> None:
        for name in ("رياضة", "ثقافة"):
            factories.section("محلي", parent=factories.section(name))
        file = tmp_path / "story.txt"
        file.write_text(STORY, "utf-8")
        with pytest.raises(CommandError, match="several sections"):
            run(str(file), section="محلي")
        run(str(file), section="ثقافة/محلي")
        assert ArticlePage.objects.get().url_path.startswith("/ar/ثقافة/محلي/")

    @pytest.mark.parametrize(
        ("data", "options", "message"),
        [
            (b"", {}, "empty"),
            ("\u00a0\n \n".encode(), {}, "empty"),
            ("\u200f\u202e\n\u2060\n\u061c\n\u2066\u2069\n".encode(), {}, "empty"),
            ("عنوان وحيد".encode(), {}, "nothing below"),
            (("ط" * 256 + "\n\nنص.").encode(), {}, "at most 255"),
            (b"\xff\xfe\x00", {}, r"not UTF-8 \(line 1\)"),
            ("عنوان\n\n".encode() + b"\xe1\xe2", {}, r"not UTF-8 \(line 3\)"),
            (b"x" * 1_000_001, {}, "larger than"),
            (STORY.encode(), {"section": "لا-وجود-له"}, "There is no section"),
            (STORY.encode(), {"locale": "de"}, "There is no language"),
            (STORY.encode(), {"user": "غريب"}, "There is no user"),
        ],
    )
    def test_what_cannot_be_read_is_refused_and_leaves_nothing(
        self, tmp_path: Path, data: bytes, options: dict[str, str], message: str
    ) -> None:
        section = factories.section("مدن")
        file = tmp_path / "story.txt"
        file.write_bytes(data)
        with pytest.raises(CommandError, match=message):
            run(str(file), **{"section": section.slug, **options})
        assert not ArticlePage.objects.exists()

    def test_of_a_huge_file_only_the_beginning_is_read(self, tmp_path: Path) -> None:
        section = factories.section("مدن")
        file = tmp_path / "archive.txt"
        with file.open("wb") as opened:
            opened.truncate(2**40)  # more than any memory; it takes no room on disk
        with pytest.raises(CommandError, match="larger than"):
            run(str(file), section=section.slug)

    @pytest.mark.parametrize("option", ["section", "locale", "user"])
    def test_an_argument_that_is_no_text_is_refused(self, tmp_path: Path, option: str) -> None:
        section = factories.section("مدن")
        file = tmp_path / "story.txt"
        file.write_text(STORY, "utf-8")
        no_text = os.fsdecode("مدن".encode("cp1256"))
        options = {"section": section.slug, option: no_text}
        with pytest.raises(CommandError, match="cannot be read; type it in utf-8"):
            run(str(file), *(f"--{name}={value}" for name, value in options.items()))
        assert not ArticlePage.objects.exists()

    def test_a_terminal_without_arabic_letters_is_told_all_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        section = factories.section("مدن")
        file = tmp_path / "story.txt"
        file.write_text(STORY, "utf-8")
        printed = BytesIO()
        monkeypatch.setattr(sys, "stdout", TextIOWrapper(printed, "ascii", write_through=True))
        monkeypatch.setattr(sys, "argv", ["manage.py", "import_story", str(file), "--section", section.slug])
        runpy.run_path(str(settings.BASE_DIR / "manage.py"), run_name="__main__")
        page = ArticlePage.objects.get()
        assert (
            printed.getvalue().decode("unicode-escape").strip().endswith(f"{section.url_path}: {page.title}")
        )

    def test_a_missing_file_is_named(self) -> None:
        section = factories.section("مدن")
        with pytest.raises(CommandError, match=r"Cannot read /nowhere/story\.txt"):
            run("/nowhere/story.txt", section=section.slug)
