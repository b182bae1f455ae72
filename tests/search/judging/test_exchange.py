"""What editors judged goes out as a collection that is evaluated anywhere, and comes back the same."""

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.record.models import PublishedDocument
from search.models import JudgedAnswer
from tests.record_factory import paragraph, publish_article, publish_section, withdraw
from tests.search.evaluation.collections import write_rows

pytestmark = pytest.mark.django_db


def run(act: str, directory: Path, *arguments: str, command: str = "judged_queries") -> str:
    """What the command prints."""
    printed = StringIO()
    call_command(command, *filter(None, [act, str(directory), *arguments]), stdout=printed)
    return printed.getvalue()


def judged(text: str, row: PublishedDocument, grade: int = 1) -> JudgedAnswer:
    """What an editor judged."""
    return JudgedAnswer.objects.create(
        locale=row.locale,
        text=text,
        document_id=row.document_id,
        grade=grade,
        by="سلمى",
        judged_at=timezone.now(),
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line) for line in text.splitlines()]


def kept() -> set[tuple[object, ...]]:
    """Every judgement but for who and when."""
    return set(JudgedAnswer.objects.values_list("locale", "text", "document_id", "grade"))


@pytest.fixture
def stories() -> tuple[PublishedDocument, PublishedDocument, PublishedDocument]:
    """Two Arabic stories and an English one, judged for three questions."""
    section = publish_section()
    one = publish_article(title="قمة بيروت", summary="مقدمة", body=[paragraph("متن")], section=section)
    other, english = publish_article(title="مهرجان السينما"), publish_article(title="Summit", locale="en")
    for text, row, grade in (
        ("قمة بيروت", one, 3),
        ("قمة بيروت", other, 0),
        ("مهرجان", other, 1),
        ("summit", english, 2),
    ):
        judged(text, row, grade)
    return one, other, english


def test_what_goes_out_comes_back(stories: tuple[PublishedDocument, ...], tmp_path: Path) -> None:
    told = run("export", tmp_path / "out")
    assert told == f"{tmp_path / 'out'}: 3 stories, 3 queries, 4 judgements\n"
    before = kept()
    JudgedAnswer.objects.all().delete()
    assert run("import", tmp_path / "out") == "4 judgements noted\n"
    assert kept() == before
    run("import", tmp_path / "out")
    assert kept() == before
    assert set(JudgedAnswer.objects.values_list("by", flat=True)) == {""}


def test_documents_have_what_readers_read(stories: tuple[PublishedDocument, ...], tmp_path: Path) -> None:
    run("export", tmp_path)
    first = rows_of(tmp_path / "docs.jsonl.gz")[0]
    row = stories[0]
    assert first["id"] == str(row.document_id)
    assert (first["title"], first["lead"], first["body"]) == ("قمة بيروت", "مقدمة", "متن")
    assert (first["locale"], first["date"]) == ("ar", row.published_at.isoformat())
    assert first["section"]
    assert json.loads((tmp_path / "groups.json").read_text()) == {"ar": ["ar"], "en": ["en"]}
    assert {one["locale"] for one in rows_of(tmp_path / "queries.jsonl")} == {"ar", "en"}


@pytest.mark.usefixtures("search_index")
def test_what_goes_out_is_evaluated_as_it_is(stories: tuple[PublishedDocument, ...], tmp_path: Path) -> None:
    run("export", tmp_path)
    told = json.loads(run("", tmp_path, "--json", command="evaluate_search"))
    assert set(told["groups"]) == {"ar", "en"}
    assert told["mean"]["ndcg@10"] == 1
    assert told["documents"] == 3


def test_of_what_is_not_public_nothing_goes_out(
    stories: tuple[PublishedDocument, ...], tmp_path: Path
) -> None:
    withdraw(stories[0])
    told = run("export", tmp_path)
    assert "2 stories, 3 queries, 3 judgements, 1 of stories that are not public left out" in told
    written = "".join(path.read_text() for path in tmp_path.iterdir() if path.suffix != ".gz")
    written += gzip.decompress((tmp_path / "docs.jsonl.gz").read_bytes()).decode()
    assert str(stories[0].document_id) not in written
    assert str(stories[1].document_id) in written


def test_nothing_judged_is_an_empty_collection(tmp_path: Path) -> None:
    assert "0 stories, 0 queries, 0 judgements" in run("export", tmp_path)
    with pytest.raises(CommandError, match=r"queries\.jsonl has no query"):
        run("", tmp_path, command="evaluate_search")


def write(directory: Path, judgements: str, **query: Any) -> Path:
    """A collection with one question."""
    write_rows(directory / "queries.jsonl", [{"qid": "q", "type": "ar", "text": "قمة", **query}])
    (directory / "qrels.tsv").write_text(judgements)
    return directory


def test_a_better_judgement_takes_the_place_of_the_one_before(
    stories: tuple[PublishedDocument, ...], tmp_path: Path
) -> None:
    story = stories[0].document_id
    run("import", write(tmp_path, f"q\t0\t{story}\t1\n", text="قمة  بيروت"))
    assert ("ar", "قمة بيروت", story, 1) in kept()
    assert JudgedAnswer.objects.count() == 4


def test_a_story_that_was_public_once_is_known(
    stories: tuple[PublishedDocument, ...], tmp_path: Path
) -> None:
    withdraw(stories[0])
    assert run("import", write(tmp_path, f"q\t0\t{stories[0].document_id}\t2\n")) == "1 judgements noted\n"


def test_unknown_stories_are_refused_or_left_out(
    stories: tuple[PublishedDocument, ...], tmp_path: Path
) -> None:
    one, _, english = (row.document_id for row in stories)
    made = write(tmp_path, f"q\t0\t{one}\t2\nq\t0\t{uuid4()}\t1\nq\t0\t{english}\t1\n")
    before = kept()
    with pytest.raises(CommandError, match=r"qrels.tsv, line 2: the store has no story"):
        run("import", made)
    assert kept() == before
    assert run("import", made, "--skip-unknown") == "1 judgements noted, 2 of unknown stories left out\n"


@pytest.mark.parametrize(
    ("judgements", "query", "told"),
    [
        ("q\t0\tn1\t1", {}, "'n1' is not the public id"),
        ("x\t0\t{story}\t1", {}, "there is no query 'x'"),
        ("q\t0\t{story}\t99", {}, "from 0 to 10"),
        ("q\t0\t{story}\t1\nq\t0\t{story}\t2", {}, "line 2: .* was judged for this question already"),
        ("q\t0\t{story}", {}, "four columns"),
        ("q\t0\t{story}\t1", {"text": " "}, "says nothing"),
        ("q\t0\t{story}\t1", {"text": "ق" * 501}, "more than 500"),
        ("q\t0\t{story}\t1", {"locale": "de"}, "nothing is published in 'de'"),
        ("q\t0\t{story}\t1", {"qid": None}, "'qid' must be a string"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_place(
    judgements: str, query: dict[str, Any], told: str, stories: tuple[PublishedDocument, ...], tmp_path: Path
) -> None:
    before = kept()
    made = write(tmp_path, judgements.format(story=stories[0].document_id), **query)
    with pytest.raises(CommandError, match=told):
        run("import", made)
    assert kept() == before
