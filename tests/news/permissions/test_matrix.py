"""Every role tries everything; the table says what each may, and nothing else may happen."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client

from news.editorial.newsroom import ROLES as SET_UP
from news.editorial.refusals import Refused
from tests import factories
from tests.news.admin.support import client_for
from tests.news.permissions import administering, publishing, table, writing
from tests.news.permissions.world import APPROVERS, Action, World

pytestmark = pytest.mark.usefixtures("newsroom")


def person_of(role: str) -> object:
    title = next((one.name for one in SET_UP if one.key == role), "")
    return factories.user(title, is_superuser=role == "superuser")


def world_of(role: str) -> World:
    """One newsroom and its stories, with a person of this role at a browser."""
    person, writer = person_of(role), factories.user("Reporter")
    section = factories.section("اقتصاد")
    image, shown, author = factories.image(), factories.image("منشورة"), factories.author()
    fields = {"parent": section, "user": writer, "kind": "opinion", "bylines": [author]}
    return World(
        person=person,
        browser=client_for(person),
        writer=writer,
        colleagues={name: factories.user(name) for name in APPROVERS.values()},
        section=section,
        other=factories.section("آخر", slug="آخر"),
        draft=factories.article("مسودة غيره", **fields),
        live=factories.published("خبر منشور", parent=section, lead_image=shown),
        image=image,
        shown=shown,
        author=factories.author("كاتب آخر"),
        topic=factories.topic(),
    )


def tried(action: Action, world: World) -> bool:
    """Whether it came off; whatever it did is undone."""
    with transaction.atomic():
        try:
            came_off = action(world)
        except (PermissionDenied, Refused):
            came_off = False
        transaction.set_rollback(True)
    return came_off


@pytest.mark.parametrize("role", table.ROLES)
def test_a_role_may_what_the_table_says_and_nothing_else(role: str) -> None:
    world = world_of(role)
    may = {action.__name__ for action, roles in table.TABLE.items() if role in roles.split()}
    did = {action.__name__ for action in table.TABLE if tried(action, world)}
    assert did == may


def test_nobody_may_anything_without_logging_in() -> None:
    world = world_of("service")
    world.browser = Client()
    asked = [action for action in table.TABLE if not action.__name__.startswith(("spike", "submit_"))]
    assert {action.__name__ for action in asked if tried(action, world)} == set()


def test_the_table_is_whole() -> None:
    modules = (writing, publishing, administering)
    tried_here = {one for module in modules for one in vars(module).values() if is_action(one)}
    assert tried_here == set(table.TABLE)
    assert {role.key for role in SET_UP} | {"superuser"} == set(table.ROLES)
    named = {role for roles in table.TABLE.values() for role in roles.split()}
    assert named == set(table.ROLES) - {"service"}  # a program may do nothing until it is given rights


def is_action(thing: object) -> bool:
    names = getattr(getattr(thing, "__code__", None), "co_varnames", ())
    taken = getattr(getattr(thing, "__code__", None), "co_argcount", 0)
    return taken == 1 and names[:1] == ("world",)
