"""Nobody learns of a draft from the admin who may do nothing with it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import GroupPagePermission, Page

from news.editorial.models import DeskReview, FinalApproval
from news.models import ArticlePage
from tests import factories
from tests.news.admin.support import bulk_url, client_for
from tests.news.editorial.support import act, fresh, submit

pytestmark = pytest.mark.usefixtures("newsroom")

TITLE = "تحقيق المستودعات المغلقة"
SECRET = "المستودعات"
BULK = "wagtail_bulk_action"


@pytest.fixture
def draft() -> ArticlePage:
    """A draft under review, in a section of its own."""
    reporter = factories.user("Reporter")
    section = factories.section("تحقيقات")
    page = factories.article(TITLE, user=reporter, slug="تحقيق", parent=section)
    submit(page, reporter)
    return fresh(page)


def with_right(codename: str, **where: Any) -> Any:
    """Somebody of a group of their own that may use the admin, and has one right on pages somewhere."""
    group = Group.objects.create(name=f"خاصة {codename}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if where:
        GroupPagePermission.objects.create(
            group=group, permission=Permission.objects.get(codename=codename), **where
        )
    person = factories.user()
    person.groups.add(group)
    return person


def nobody() -> Any:
    return with_right("access_admin")


def editor_elsewhere() -> Any:
    return with_right("change_page", page=factories.section("رياضة"))


def addresses(page: ArticlePage) -> Iterator[str]:
    """Every address of the admin, its parts filled with what belongs to `page`."""
    step = page.current_workflow_task_state
    parts = {
        "parent_page_id": page.get_parent().pk, "task_state_id": step.pk, "action_name": "approve",
        "revision_id": page.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest",
        "destination_id": factories.home("en").pk, "app_label": "wagtailcore", "model_name": "page",
        "content_type_app_name": "news", "content_type_model_name": "articlepage",
        "workflow_state_id": page.current_workflow_state.pk,
    }  # fmt: skip
    for route in routes(get_resolver()):
        if not route.startswith("admin/") or re.search(r"\(\?|\^|logout|failwhale", route):
            continue
        for task in (DeskReview.objects.get(), FinalApproval.objects.get(translationreview=None)):
            for action in ("publish", "move") if "bulk" in route else ("",):
                known = {**parts, "task_id": task.pk, "action": action}
                filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(known.get(part[1], page.pk)), route)  # noqa: B023
                yield f"/{filled}"


def routes(resolver: Any, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        yield from routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]


def text_of(answer: Any) -> str:
    return (answer.getvalue() if answer.streaming else answer.content).decode(errors="ignore")


@pytest.mark.parametrize("person", [nobody, editor_elsewhere])
def test_no_address_of_the_admin_tells_its_title(draft: ArticlePage, person: Any) -> None:
    client = client_for(person())
    found = {address: not re.search(rf"/{draft.pk}/", address) for address in addresses(draft)}
    asked = {f"{address}?id={draft.pk}&q=تحقيق" for address in found}
    asked |= {address for address, of_many in found.items() if of_many}
    everything = ("?id=all", f"?id=all&childOf={draft.get_parent().pk}")
    asked |= {reverse(BULK, args=["wagtailcore", "page", "move"]) + query for query in everything}
    assert len(asked) > 300
    seen: set[str] = set()
    told = set()
    while to_see := asked - seen:
        for address in to_see:
            answer = client.get(address)
            asked |= {answer.url} if 300 <= answer.status_code < 400 else set()
            told |= {address} if SECRET in text_of(answer) else set()
        seen |= to_see
    told |= {"messages"} if SECRET in text_of(client.get("/admin/")) else set()
    assert told == set()


@pytest.mark.parametrize("person", [nobody, editor_elsewhere])
@pytest.mark.parametrize("final", [False, True], ids=["waiting", "not waiting"])
def test_the_preview_of_a_step_is_for_who_may_edit(draft: ArticlePage, person: Any, final: bool) -> None:
    task = FinalApproval.objects.get(translationreview=None) if final else DeskReview.objects.get()
    url = reverse("wagtailadmin_pages:workflow_preview", args=[draft.pk, task.pk])
    client = client_for(person())
    assert SECRET not in text_of(client.get(url, follow=True))
    assert client.get(url, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert client_for(factories.user("Translator")).get(url).status_code == 302
    answer = client_for(factories.user("Desk editor")).get(url, follow=True)
    assert SECRET in text_of(answer)
    assert Client().get(url).url.startswith(reverse("wagtailadmin_login"))


def test_those_who_are_to_review_it_are_let_in(draft: ArticlePage) -> None:
    reader = with_right("access_admin")
    DeskReview.objects.get().groups.add(reader.groups.get())
    client = client_for(reader)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200
    act(draft, factories.user("Desk editor"))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 302


def test_editors_go_on_as_before(draft: ArticlePage) -> None:
    reporter, duty = factories.user("Reporter"), factories.user("Duty editor")
    explorer = reverse("wagtailadmin_explore", args=[draft.get_parent().pk])
    for address in (explorer, reverse("wagtailadmin_reports:page_types_usage")):
        assert TITLE in text_of(client_for(reporter).get(address))
    for page in (draft, factories.published("خبر عام")):
        assert client_for(duty).get(bulk_url("move", page)).status_code == 200
    everything = reverse(BULK, args=["wagtailcore", "page", "move"]) + "?id=all"
    assert TITLE in text_of(client_for(duty).get(everything))
    nowhere = reverse("wagtailadmin_pages:edit", args=[10**30])
    assert client_for(duty).get(nowhere).status_code == 404


def test_choosers_offer_what_is_live_and_what_one_may_do_something_with(draft: ArticlePage) -> None:
    live = factories.published("تحقيق منشور", parent=draft.get_parent())
    url = f"{reverse('wagtailadmin_choose_page_search')}?q=تحقيق"
    offered = {
        role: {title for title in (TITLE, live.title) if title in text_of(client_for(person).get(url))}
        for role, person in {
            "nobody": nobody(), "elsewhere": editor_elsewhere(), "reporter": factories.user("Reporter"),
            "superuser": factories.user(is_superuser=True),
        }.items()
    }  # fmt: skip
    both = {TITLE, live.title}
    assert offered == {"nobody": set(), "elsewhere": {live.title}, "reporter": both, "superuser": both}


def test_readers_answers_do_not_vary_with_cookies() -> None:
    page = factories.published()
    for address in (f"/api/v1/articles/{page.uuid}/", page.url_path):
        assert "Cookie" not in Client().get(address).get("Vary", "")
    assert Page.objects.filter(pk=page.pk).exists()
