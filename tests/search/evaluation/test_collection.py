"""A collection is read whole, or refused with the file and line to correct."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from search.evaluation.collection import identity, read
from search.evaluation.reading import CollectionError
from tests.search.evaluation.collections import DOCUMENTS, QUERIES, write_collection, write_rows


def test_a_collection_is_read(tmp_path: Path) -> None:
    made = read(write_collection(tmp_path / "set"), "ar")
    assert made.name == "set"
    assert [entry.title for entry in made.entries] == [row["title"] for row in DOCUMENTS]
    assert [question.id for question in made.questions] == ["q1", "q2", "q3"]
    assert made.questions[1].grades == {identity("n2"): 2, identity("n4"): 1}
    assert made.groups == {"clean": ("clean",), "fuzzy": ("typo",)}
    assert {entry.locale for entry in made.entries} == {"ar"}
    assert made.latest == datetime(2026, 3, 1, tzinfo=UTC)
    assert made.entries[1].section == made.entries[3].section is not None
    assert not made.neighbours


def test_ids_that_are_uuids_stay_themselves(tmp_path: Path) -> None:
    story = uuid4()
    rows = [{"id": str(story), "title": "قمة", "locale": "ar-EG", "date": "2026-03-01T08:00:00+03:00"}]
    queries = [{"qid": "q", "type": "en", "text": "summit", "locale": "en"}]
    made = read(write_collection(tmp_path, rows, queries, [("q", str(story), 1)], {}), "ar")
    assert (made.entries[0].id, made.entries[0].locale) == (story, "ar-EG")
    assert made.entries[0].published_at == datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=3)))
    assert made.questions[0].locale == "en"
    assert identity("n1") == identity("n1") != identity("n2")


def test_without_groups_every_type_is_one_and_without_judgements_nothing_is_right(tmp_path: Path) -> None:
    directory = write_collection(tmp_path)
    (directory / "groups.json").unlink()
    (directory / "qrels.tsv").unlink()
    made = read(directory, "ar")
    assert made.groups == {"clean": ("clean",), "typo": ("typo",)}
    assert not any(question.judged for question in made.questions)


def test_documents_are_those_named_or_the_largest_that_fit(tmp_path: Path) -> None:
    write_collection(tmp_path / "small", DOCUMENTS[:2], QUERIES[:1], [("q1", "n1", 1)])
    whole = write_collection(tmp_path / "whole")
    other = [{"id": f"x{number}", "title": str(uuid4()) * 9} for number in range(50)]
    larger = write_collection(tmp_path / "larger", other, QUERIES[:1], [("q1", "x1", 1)])
    judged = write_collection(tmp_path / "judged", [], QUERIES[:2], [("q1", "n4", 1)])
    assert read(judged, "ar").source == whole
    unjudged = write_collection(tmp_path / "none")
    for name in ("docs.jsonl.gz", "qrels.tsv"):
        (unjudged / name).unlink()
    assert read(unjudged, "ar").source == larger
    assert read(unjudged, "ar", whole).source == whole
    with pytest.raises(CollectionError, match=r"qrels.tsv, line 1: there is no document 'n4'"):
        read(judged, "ar", tmp_path / "small")
    lonely = write_collection(tmp_path / "apart" / "lonely", [], QUERIES[:1], [("q1", "n1", 1)])
    with pytest.raises(CollectionError, match="--documents"):
        read(lonely, "ar")


def test_neighbours_are_asked_by_question(tmp_path: Path) -> None:
    queries = [{"qid": "r1", "type": "a", "doc": "n2"}, {"qid": "r2", "type": "b", "doc": "n1"}]
    made = read(write_collection(tmp_path, None, queries, [("r1", "n4", 1)], {"related": ["a", "b"]}), "ar")
    assert made.neighbours
    assert made.plan.whole == (((0, 1),),)
    assert made.questions[0].document == identity("n2")


def appended(name: str, text: str) -> Callable[[Path], object]:
    """Adds a line to a file."""

    def act(directory: Path) -> None:
        path = directory / name
        old = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        new = old + text.encode("utf-8", "surrogateescape") + b"\n"
        path.write_bytes(gzip.compress(new) if path.suffix == ".gz" else new)

    return act


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda place: (place / "queries.jsonl").unlink(), "There is no file .*queries.jsonl"),
        (lambda place: (place / "queries.jsonl").write_text("\n"), "queries.jsonl has no query"),
        (lambda place: (place / "docs.jsonl.gz").write_text("not packed"), "docs.jsonl.gz cannot be read"),
        (
            lambda place: (place / "docs.jsonl.gz").write_bytes((place / "docs.jsonl.gz").read_bytes()[:-12]),
            "docs.jsonl.gz cannot be read",
        ),
        (lambda place: (place / "groups.json").write_text("{"), "groups.json cannot be read"),
        (lambda place: (place / "groups.json").write_text('{"a": "b"}'), "groups.json must map"),
        (lambda place: write_rows(place / "groups.json", [{"a": [1]}]), "groups.json must map"),
        (appended("docs.jsonl.gz", '{"id": "n9", "title": '), "docs.jsonl.gz, line 5: it is not JSON"),
        (appended("docs.jsonl.gz", '["n9"]'), "docs.jsonl.gz, line 5: it is not a JSON object"),
        (appended("docs.jsonl.gz", '{"title": "قمة"}'), "docs.jsonl.gz, line 5: 'id' must be a string"),
        (appended("docs.jsonl.gz", '{"id": "n9", "title": 3}'), "line 5: 'title' must be a string"),
        (appended("docs.jsonl.gz", '{"id": "n1"}'), "line 5: there is a document 'n1' already"),
        (appended("docs.jsonl.gz", '{"id": "n9", "date": "أمس"}'), "line 5: 'أمس' is no date"),
        (appended("docs.jsonl.gz", "\udcff"), "docs.jsonl.gz, line 5: it is not in UTF-8"),
        (appended("queries.jsonl", "قمة"), "queries.jsonl, line 4: it is not JSON"),
        (appended("queries.jsonl", '{"qid": "q1", "type": "a", "text": ""}'), "a query 'q1' already"),
        (appended("queries.jsonl", '{"qid": "q9", "text": ""}'), "line 4: 'type' must be a string"),
        (appended("queries.jsonl", '{"qid": "q9", "type": "a", "doc": "n9"}'), "no document 'n9'"),
        (appended("qrels.tsv", "q1\t0\tn1"), "qrels.tsv, line 5: it must have four columns"),
        (appended("qrels.tsv", "q1\t0\tn2\tgood"), "qrels.tsv, line 5: 'good' is no grade"),
        (appended("qrels.tsv", "q1\t0\tn2\t-1"), "qrels.tsv, line 5: '-1' is no grade"),
        (appended("qrels.tsv", "q1\t0\tn9\t1"), "qrels.tsv, line 5: there is no document 'n9'"),
        (appended("qrels.tsv", "q9\t0\tn1\t1"), "qrels.tsv, line 5: there is no query 'q9'"),
        (
            appended("qrels.tsv", "q1\t0\tn1\t0"),
            "qrels.tsv, line 5: query 'q1' and document 'n1' were judged",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place(
    spoil: Callable[[Path], object], told: str, tmp_path: Path
) -> None:
    directory = write_collection(tmp_path)
    spoil(directory)
    with pytest.raises(CollectionError, match=told):
        read(directory, "ar")


def test_what_is_no_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="There is no directory"):
        read(tmp_path / "absent", "ar")


def test_the_same_uuid_in_other_letters_is_the_same_document(tmp_path: Path) -> None:
    story = UUID("ABCDEF00-0000-4000-8000-000000000001")
    rows = [{"id": str(story), "title": "قمة"}, {"id": str(story).upper(), "title": "قمة"}]
    with pytest.raises(CollectionError, match="line 2: there is a document"):
        read(write_collection(tmp_path, rows, QUERIES[:1], [("q1", str(story), 1)]), "ar")
