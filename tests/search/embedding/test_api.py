"""The API tells by what a story was found, whether meaning took part, and what is of other languages."""

from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

from news.record.models import PublishedDocument
from search.models import Neighbourhood
from search.related import related_abroad
from tests.record_factory import kill, publish_article, withdraw
from tests.search.conftest import Get
from tests.search.embedding.services import Service
from tests.search.embedding.test_questions import archive, bread, catch_up

pytestmark = pytest.mark.django_db


def ids(response: HttpResponse) -> list[UUID]:
    """The ids of an answer."""
    return [UUID(one["id"]) for one in response.json()["data"]]


def test_results_tell_by_what_they_were_found(get: Get, embedder: Service) -> None:
    archive()
    said, meant = bread("أزمة الخبز"), bread()
    catch_up()
    answer = get("search/", q="الخبز").json()
    assert [(one["id"], one["found_by"]) for one in answer["data"]] == [
        (str(said.document_id), "words"),
        (str(meant.document_id), "meaning"),
    ]
    assert (answer["meta"]["meaning"], answer["meta"]["weak"], answer["meta"]["total"]) == (True, False, 2)
    alone = get("search/", q="الخبز", meaning="false").json()
    assert [one["found_by"] for one in alone["data"]] == ["words"]
    assert not alone["meta"]["meaning"]


def test_other_languages_are_searched_where_that_is_asked_for(get: Get, embedder: Service) -> None:
    for locale in ("ar", "en"):
        archive(locale)
    row = bread()
    catch_up()
    assert ids(get("search/", q="bread", locale="en")) == []
    response = get("search/", q="bread", locale="en", across="true")
    assert ids(response) == [row.document_id]
    assert [one["locale"] for one in response.json()["data"]] == ["ar"]
    assert {"l-ar", "l-en"} <= set(response["Cache-Tag"].replace(",", " ").split())


def test_what_is_no_yes_or_no_is_refused(get: Get, search_index: None) -> None:
    for name in ("meaning", "across"):
        response = get("search/", q="خبز", **{name: "ربما"})
        assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, name)


class TestRelated:
    def twins(self) -> tuple[PublishedDocument, PublishedDocument]:
        """Two stories of one thing in two languages, among others."""
        for locale in ("ar", "en"):
            archive(locale)
        return bread("رغيف الخبز"), bread("bread today", locale="en")

    def test_stories_of_other_languages_follow_and_are_counted(self, get: Get, embedder: Service) -> None:
        arabic, english = self.twins()
        catch_up()
        plain = get(f"articles/{english.document_id}/related/")
        assert plain.json()["meta"]["abroad"] == 0
        answer = get(f"articles/{english.document_id}/related/", across="true")
        assert answer.json()["meta"]["abroad"] == 1
        assert ids(answer) == [*ids(plain), arabic.document_id]
        assert {"l-ar", "l-en"} <= set(answer["Cache-Tag"].replace(",", " ").split())

    @pytest.mark.parametrize("remove", [withdraw, kill])
    def test_what_is_not_public_any_more_is_not_shown(self, embedder: Service, remove: object) -> None:
        arabic, english = self.twins()
        catch_up()
        assert [one.id for one in related_abroad(english)] == [arabic.document_id]
        remove(arabic)  # type: ignore[operator]  # either of two functions
        assert related_abroad(english) == ()

    def test_translations_are_left_out_though_they_were_linked_later(self, embedder: Service) -> None:
        arabic, english = self.twins()
        catch_up()
        PublishedDocument.objects.filter(pk=arabic.pk).update(group=english.group)
        assert related_abroad(english) == ()

    def test_a_translation_is_not_chosen(self, embedder: Service) -> None:
        for locale in ("ar", "en"):
            archive(locale)
        group = str(uuid4())
        publish_article(title="رغيف الخبز", summary="", body=[], translation_group=group)
        english = bread("bread today", locale="en", translation_group=group)
        catch_up()
        assert Neighbourhood.objects.get(document_id=english.document_id).abroad == []

    def test_without_an_embedder_there_are_none(self, get: Get, search_index: None) -> None:
        row = publish_article()
        assert get(f"articles/{row.document_id}/related/", across="true").json()["meta"]["abroad"] == 0
