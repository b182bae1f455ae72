"""The commands for what must go for good, and what they refuse."""

from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.record.models import Publication
from news.translation.bases import begin
from news.translation.models import Basis
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")


def run(*words: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def duty_editor() -> str:
    return factories.user("Duty editor").username


def test_a_killed_story_is_gone_in_every_language_and_tells_its_notice() -> None:
    page = factories.published("سيُقتل هذا الخبر")
    english = factories.publish(factories.translation(page, "en", "To be killed"))
    said = run("kill", str(page.uuid), notice="سُحب الخبر بطلب قضائي.", reason="حكم", by=duty_editor())
    assert "2 killed" in said
    assert "ليس بعد" in said  # the search hears of it from the relay
    for story in (page, english):
        answer = Client().get(f"/api/v1/articles/{story.uuid}/")
        assert answer.status_code == 410
        assert answer.json()["notice"] == "سُحب الخبر بطلب قضائي."
        assert not ArticlePage.objects.get(pk=story.pk).live
        assert Client().get(story.url_path).status_code == 410
    with pytest.raises(Refused, match="killed"):
        factories.publish(page)
    assert Client().get(f"/api/v1/articles/{page.uuid}/").status_code == 410


def test_one_language_can_be_killed_alone() -> None:
    page = factories.published("يبقى بالعربية")
    english = factories.publish(factories.translation(page, "en", "Killed"))
    words = {"notice": "Withdrawn.", "reason": "خطأ", "by": duty_editor()}
    run("kill", str(english.uuid), this_language_only=True, **words)
    answer = Client().get(f"/api/v1/articles/{page.uuid}/").json()["data"]
    assert answer["alternates"] == []


def test_what_a_kill_refuses() -> None:
    page, by = factories.published(), duty_editor()
    for words, message in (
        ({"id": str(uuid4()), "notice": "س", "by": by}, "There is no story"),
        ({"id": str(page.uuid), "notice": " ", "by": by}, "must say something"),
        ({"id": str(page.uuid), "notice": "س", "by": "غريب"}, "There is no user"),
        ({"id": str(page.uuid), "notice": "\udcd3", "by": by}, "cannot be read"),
        ({"id": "abc", "notice": "س", "by": by}, "not the id"),
        ({"id": str(page.uuid), "notice": "س", "by": factories.user("Reporter").username}, "ليست لك صلاحية"),
    ):
        with pytest.raises(CommandError, match=message):
            run("kill", words["id"], notice=words["notice"], by=words["by"], reason="خطأ في الوقائع")
    with pytest.raises(CommandError, match="must say something"):
        run("kill", str(page.uuid), notice="س", by=by, reason=" ")
    assert Client().get(f"/api/v1/articles/{page.uuid}/").status_code == 200


def test_a_kill_can_blank_the_log_at_once() -> None:
    page = factories.published("اسم يُمحى")
    run("kill", str(page.uuid), notice="سُحب.", reason="أمر قضائي", by=duty_editor(), redact=True)
    assert all(row.document is None for row in Publication.objects.filter(document_id=page.uuid))


def test_redacting_blanks_the_log_but_not_what_is_public() -> None:
    page = factories.published("نص يُمحى من السجل")
    words = {"by": "المحرر المناوب", "reason": "أمر قضائي"}
    with pytest.raises(CommandError, match="is public"):
        run("redact", str(page.uuid), **words)
    page.unpublish()
    assert "1 documents" in run("redact", str(page.uuid), **words)
    rows = Publication.objects.filter(document_id=page.uuid)
    assert all(row.document is None for row in rows)
    assert rows.order_by("sequence")[0].note["redacted"]["reason"] == "أمر قضائي"
    for bad in ({"by": " ", "reason": "س"}, {"by": "س", "reason": ""}):
        with pytest.raises(CommandError, match="must say something"):
            run("redact", str(page.uuid), **bad)
    with pytest.raises(CommandError, match="cannot be read"):
        run("redact", str(page.uuid), by="س", reason="\udcd3")
    with pytest.raises(CommandError, match="knows no article"):
        run("redact", str(uuid4()), **words)


def test_redacting_blanks_what_its_translations_were_made_from() -> None:
    page = factories.published("نص يُمحى من ترجماته")
    begin(factories.translation(page, "en", "Made from it"), page)
    assert Basis.objects.filter(source__contains="يُمحى").exists()
    page.unpublish()
    run("redact", str(page.uuid), by="المحرر المناوب", reason="أمر قضائي")
    assert set(Basis.objects.values_list("source", flat=True)) == {""}


def test_the_log_of_what_was_killed_before_can_still_be_blanked() -> None:
    page, by = factories.published("نص يمحوه القضاء"), duty_editor()
    words = {"notice": "سُحب الخبر.", "reason": "حكم", "by": by}
    run("kill", str(page.uuid), **words)
    with pytest.raises(CommandError, match=by):
        run("kill", str(page.uuid), **words)
    texts = Publication.objects.filter(document_id=page.uuid, document__isnull=False)
    assert texts.exists()
    run("kill", str(page.uuid), redact=True, **words)
    assert not texts.exists()
