"""Where people read what they were told: their own alone, marked as read by themselves."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from news.editorial.assignments import assign
from news.editorial.models import Notice
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")
URL = "/admin/newsroom/notices/"


def in_menu(client: Client, words: str) -> bool:
    """Whether the menu, which is data on the page, says these words."""
    return json.dumps(words).strip('"') in client.get("/admin/").content.decode()


def test_new_notices_are_counted_in_the_menu_until_they_are_read() -> None:
    desk, copy = factories.user("Desk editor"), factories.user("Copy editor")
    for title in ("خبر أول", "خبر ثانٍ"):
        assign(factories.article(title), assignee=copy, by=desk, note="<b>عاجل</b>")
    client = client_for(copy)
    assert in_menu(client, "التنبيهات (2)")
    text = client.get(URL).content.decode()
    assert "كُلّفت بالخبر «خبر أول»" in text
    assert "&lt;b&gt;عاجل" in text
    client.post(URL, {"notice": Notice.objects.earliest("pk").pk})
    assert in_menu(client, "التنبيهات (1)")
    client.post(URL)
    assert in_menu(client, "التنبيهات")
    assert not in_menu(client, "التنبيهات (")
    assert "تعليم الكل كمقروء" not in client.get(URL).content.decode()


def test_nobody_reads_or_marks_what_others_were_told() -> None:
    desk, copy = factories.user("Desk editor"), factories.user("Copy editor")
    assign(factories.article("سر"), assignee=copy, by=desk)
    row = Notice.objects.get()
    client = client_for(desk)
    assert "سر" not in client.get(URL).content.decode()
    for data in ({"notice": row.pk}, {}, {"notice": "x"}):
        client.post(URL, data)
        Client().post(URL, data)
    row.refresh_from_db()
    assert row.read_at is None
    assert Client().get(URL).status_code == 302
    assert client_for(factories.user()).get(reverse("newsroom_notices")).status_code == 302
