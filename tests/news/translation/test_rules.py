"""Stories that are asked for in other languages by a rule of their section."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import Locale

from news.models import ArticlePage
from news.translation import rules
from news.translation.models import TranslationRequest, TranslationRule
from tests import factories
from tests.news.admin.support import client_for
from tests.news.editorial.support import act, fresh, submit
from tests.news.translation.support import source
from tests.news.translation.test_requests import narrowed

pytestmark = pytest.mark.usefixtures("newsroom")
ADD = "/admin/translation_rules/new/"


def rule(page: ArticlePage, locale: str = "en", **fields: Any) -> TranslationRule:
    """A rule of the section of a story."""
    language = Locale.objects.get(language_code=locale)
    return TranslationRule.objects.create(section=page.get_parent(), locale=language, **fields)


def asked() -> list[str]:
    rows = TranslationRequest.objects.order_by("pk")
    return list(rows.values_list("translation__page__locale__language_code", flat=True))


def test_what_reaches_its_final_approval_is_asked_for_once() -> None:
    section = source().get_parent()
    rule(section.get_children().first(), hours=6, priority=3)
    page, desk = factories.article(parent=section), factories.user("Desk editor")
    submit(page, factories.user("Reporter"))
    assert asked() == []
    act(page, desk)
    row = TranslationRequest.objects.get()
    assert (row.asked_by, row.priority) == (None, 3)
    assert timedelta(hours=5) < row.due - timezone.now() <= timedelta(hours=6)
    act(page, factories.user("Duty editor"))
    assert fresh(page).live
    assert asked() == ["en"]


def test_what_is_published_without_a_review_here_is_asked_for_too_and_translations_are_not() -> None:
    first = source()
    rule(first)
    rule(first, "fr")
    page = factories.published(parent=first.get_parent())
    assert sorted(asked()) == ["en", "fr"]
    english = ArticlePage.objects.get(translation_key=page.translation_key, locale__language_code="en")
    TranslationRule.objects.create(
        section=english.get_parent(), locale=Locale.objects.get(language_code="tr")
    )
    factories.publish(english)
    assert sorted(asked()) == ["en", "fr"]


def test_a_rule_that_cannot_be_kept_hinders_nothing() -> None:
    first = source()
    rule(first, "tr")
    page = factories.published(parent=first.get_parent())
    assert fresh(page).live
    assert asked() == []


def test_a_rule_that_fails_hinders_nothing(caplog: Any) -> None:
    def fails(**kwargs: Any) -> None:
        Locale.objects.create(language_code="en")

    first = source()
    rule(first)
    pre_save.connect(fails, sender=TranslationRequest)
    try:
        page = factories.published(parent=first.get_parent())
    finally:
        pre_save.disconnect(fails, sender=TranslationRequest)
    assert fresh(page).live
    assert asked() == []
    assert not ArticlePage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).exists()
    assert [record.levelname for record in caplog.records if record.name == rules.__name__] == ["ERROR"]


def test_a_rule_gives_at_most_a_year() -> None:
    section = source().get_parent()
    client = client_for(factories.user("Translation editor"))
    form = {"section": section.pk, "locale": Locale.objects.get(language_code="en").pk, "priority": "2"}
    for hours in ("8761", "999999999999", "-1"):
        assert client.post(ADD, {**form, "hours": hours}).status_code == 200
        assert not TranslationRule.objects.exists()
    client.post(ADD, {**form, "hours": "8760"})
    factories.published(parent=section)
    assert asked() == ["en"]


def test_rules_are_kept_by_who_may_write_there() -> None:
    section = source().get_parent()
    places = {one.language_code: one.pk for one in Locale.objects.all()}
    form = {"section": section.pk, "locale": places["en"], "priority": "2", "hours": "3"}
    for role in ("Reporter", "Translator", "Desk editor", "Reviewer"):
        assert client_for(factories.user(role)).post(ADD, form).status_code == 302
        assert not TranslationRule.objects.exists(), role
    client = client_for(factories.user("Translation editor"))
    for wrong in (
        {"locale": places["ar"]},
        {"locale": places["tr"]},
        {"section": factories.home().pk},
        {"priority": "9"},
    ):
        assert client.post(ADD, {**form, **wrong}).status_code == 200
        assert not TranslationRule.objects.exists()
    assert client.post(ADD, form).status_code == 302
    assert TranslationRule.objects.get().hours == 3


def test_nobody_makes_a_rule_for_where_they_may_not_write() -> None:
    section = source().get_parent()
    client = client_for(narrowed("Translation editor", section))
    english = Locale.objects.get(language_code="en")
    client.post(ADD, {"section": section.pk, "locale": english.pk, "priority": "2"})
    assert not TranslationRule.objects.exists()


def test_nobody_makes_a_rule_for_stories_they_may_not_know_of() -> None:
    section = factories.section("سياسة", parent=factories.home())
    target = factories.section("Politics", locale="en", translation_key=section.translation_key)
    client = client_for(narrowed("Translation editor", target))
    english = Locale.objects.get(language_code="en")
    form = {"section": section.pk, "locale": english.pk, "priority": "2"}
    answer = client.post(ADD, form)
    assert answer.context["form"].errors["section"]
    secret = factories.article("خبر سري", parent=section)
    assert secret.title not in client.post(ADD, {**form, "section": secret.pk}).content.decode()
    assert not TranslationRule.objects.exists()
    client_for(narrowed("Translation editor", section, target)).post(ADD, form)
    assert TranslationRule.objects.exists()


def test_only_who_could_make_a_rule_changes_or_deletes_it() -> None:
    section = source().get_parent()
    row = rule(section.get_children().first())
    target = section.get_translation(row.locale)
    edit, delete = (f"/admin/translation_rules/{name}/{row.pk}/" for name in ("edit", "delete"))
    form = {"section": section.pk, "locale": row.locale_id, "priority": "4"}
    for places in ((section,), (target,)):
        client = client_for(narrowed("Translation editor", *places))
        assert client.get("/admin/translation_rules/").status_code == 200
        for address in (edit, delete):
            assert client.get(address).status_code == 302
            client.post(address, form)
            row.refresh_from_db()
            assert row.priority == 2
    client = client_for(narrowed("Translation editor", section, target))
    assert client.get(delete).status_code == 200
    client.post(edit, form)
    row.refresh_from_db()
    assert row.priority == 4
    client.post(delete)
    assert not TranslationRule.objects.exists()
