"""Programs of duty editors decide about readers' searches over the editorial API, and read what is asked."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from search.models import AskedQuestion, BestBet, ProtectedWord, SynonymGroup
from search.queries.tuning import book_of
from tests import factories
from tests.news.editorial_api.support import Program, data, pointers, problem
from tests.news.editorial_api.test_contract import validate

pytestmark = pytest.mark.usefixtures("newsroom")
PATHS = ("synonyms", "protected-words", "best-bets")


@pytest.fixture
def program() -> Program:
    return Program(factories.user("Duty editor"))


def test_synonyms_are_made_changed_listed_and_taken_back(program: Program) -> None:
    made = program.post("search/synonyms/", {"words": ["أمريكا", "واشنطن"], "note": "الوكالات"})
    told = data(made, 201)
    row = SynonymGroup.objects.get()
    assert made["Location"] == f"/api/editorial/v1/search/synonyms/{row.pk}/"
    assert told == {
        "id": row.pk, "locale": "ar", "note": "الوكالات", "words": ["أمريكا", "واشنطن"], "also": [],
    }  # fmt: skip
    address = f"search/synonyms/{row.pk}/"
    changed = data(program.patch(address, {"words": ["أمريكا"], "also": ["البيت الأبيض"]}))
    assert (changed["words"], changed["also"], changed["note"]) == (["أمريكا"], ["البيت الأبيض"], "الوكالات")
    assert len(book_of("ar").rules) == 1
    assert data(program.get("search/synonyms/?locale=ar")) == [changed]
    assert data(program.get("search/synonyms/?locale=en")) == []
    assert program.ask("delete", address).status_code == 204
    assert book_of("ar").rules == ()
    problem(program.ask("delete", address), 404, "not_found")
    entries = ModelLogEntry.objects.filter(content_type__model="synonymgroup", object_id=str(row.pk))
    actions = entries.values_list("action", "user")
    who = program.user.pk
    assert sorted(actions) == [("wagtail.create", who), ("wagtail.delete", who), ("wagtail.edit", who)]


def test_a_word_and_a_bet(program: Program) -> None:
    data(program.post("search/protected-words/", {"word": "صَفَد"}), 201)
    story = factories.published("دليل العاصفة")
    until = "2099-01-01T00:00:00Z"
    sent = {"questions": ["العاصفة"], "story": str(story.uuid), "until": until}
    told = data(program.post("search/best-bets/", sent), 201)
    assert (told["story"], told["until"], told["questions"]) == (str(story.uuid), until, ["العاصفة"])
    assert data(program.patch(f"search/best-bets/{told['id']}/", {"until": None}))["until"] is None
    assert book_of("ar").protected == {"صفد"}
    assert book_of("ar").wording("العاصفه").first == (story.uuid,)
    for path, shape in zip(PATHS[1:], ("ProtectedWord", "BestBet"), strict=True):
        validate(f"{shape}ListAnswer", program.get(f"search/{path}/").json())


def test_what_is_wrong_is_said_where(program: Program) -> None:
    row = SynonymGroup.objects.create(locale="ar", words="لندن\nبريطانيا")
    assert pointers(program.post("search/synonyms/", {"words": ["على", "أمريكا"]})) == ["/words"]
    assert pointers(program.post("search/synonyms/", {"words": ["أمريكا"], "colour": 1})) == ["/colour"]
    assert pointers(program.post("search/synonyms/", {"words": ["لندن", "أمريكا"]})) == ["/words"]
    assert pointers(program.post("search/protected-words/", {"word": "بني سويف"})) == ["/word"]
    bet = {"questions": ["ريح"], "story": str(uuid4())}
    assert pointers(program.post("search/best-bets/", bet)) == ["/story"]
    assert pointers(program.patch(f"search/synonyms/{row.pk}/", {"locale": "en"})) == ["/locale"]
    problem(program.get("search/synonyms/?locale=xx"), 400, "invalid_parameters")
    problem(program.patch("search/synonyms/99999999999999999999/", {}), 404, "not_found")
    assert [model.objects.count() for model in (SynonymGroup, ProtectedWord, BestBet)] == [1, 0, 0]


def test_it_is_done_once_under_a_key_and_listed_page_by_page(program: Program) -> None:
    for _ in range(2):
        data(program.post("search/protected-words/", {"word": "صفد"}, Idempotency_Key="one"), 201)
    for number in range(12):
        ProtectedWord.objects.create(locale="ar", word=f"كلمة{number}")
    found, address = [], "search/protected-words/?limit=5"
    while address:
        answer = program.get(address)
        found += [row["word"] for row in data(answer)]
        address = answer.json()["links"]["next"]
    assert found == [*(f"كلمة{number}" for number in reversed(range(12))), "صفد"]

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            program.get(f"search/protected-words/?limit={limit}")
        return len(captured)

    assert queries(12) == queries(2)


@pytest.mark.parametrize("path", PATHS)
def test_nobody_else_decides_or_reads_it(path: str) -> None:
    SynonymGroup.objects.create(locale="ar", words="لندن\nبريطانيا")
    body: dict[str, Any] = {"words": ["أمريكا", "واشنطن"]}
    for role in ("Desk editor", "Translation editor", "Reporter", "Admin"):
        program = Program(factories.user(role))
        problem(program.get(f"search/{path}/"), 403, "not_allowed")
        problem(program.post(f"search/{path}/", body), 403, "not_allowed")
        for answer in (program.patch(f"search/{path}/1/", {}), program.ask("delete", f"search/{path}/1/")):
            problem(answer, 403, "not_allowed")
    reader = Program(factories.user("Duty editor"), "read", "write")
    problem(reader.post(f"search/{path}/", body), 403, "scope")
    assert SynonymGroup.objects.count() == 1


def test_what_readers_ask_is_told_to_who_works_on_stories() -> None:
    for text, number in (("قمه بيروت", 9), ("سر", 2)):
        today = timezone.now().date()
        AskedQuestion.objects.create(text=text, asked=number, day=today, locale="ar", found=4)
    program = Program(factories.user("Reporter"))
    answer = program.get("search/asked/?days=1")
    assert data(answer) == [
        {"text": "قمه بيروت", "times": 9, "before": 0, "empty_times": 0, "weak_times": 0, "most": 4}
    ]
    assert answer.json()["meta"] == {"limit": 50, "least": 3}
    validate("AskedAnswer", answer.json())
    assert data(program.get("search/asked/?kind=empty")) == []
    problem(program.get("search/asked/?days=5"), 400, "invalid_parameters")
    problem(Program(factories.user("Admin")).get("search/asked/"), 403, "not_allowed")
