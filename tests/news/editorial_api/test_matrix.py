"""Every role asks everything of the editorial API; the table says what it is answered."""

import pytest
from django.core.cache import cache
from django.db import transaction

from news.editorial.newsroom import ROLES as SET_UP
from tests import factories
from tests.news.editorial_api.matrix import ROLES, TABLE, Newsroom
from tests.news.editorial_api.support import Program

pytestmark = pytest.mark.usefixtures("newsroom")


def room_of(role: str) -> Newsroom:
    """A newsroom with a program of somebody of this role."""
    title = next((one.name for one in SET_UP if one.key == role), "")
    person = factories.user(title, is_superuser=role == "superuser")
    section = factories.section("اقتصاد")
    return Newsroom(
        program=Program(person),
        section=section,
        own=factories.article("لي", parent=section, user=person),
        other=factories.article("لغيري", parent=section, user=factories.user("Reporter")),
    )


def answered(room: Newsroom, name: str, *, own: bool) -> bool:
    """Whether a request came off; whatever it did is undone, and every refusal is one of those promised."""
    cache.clear()
    ask, _own, _other = TABLE[name]
    with transaction.atomic():
        answer = ask(room, room.own if own else room.other)
        transaction.set_rollback(True)
    promised = {
        200,
        201,
        401,
        403,
        404,
        409,
        *({422} if name in ("create", "begin a release") else ()),
    }  # a section, a story they do not know
    assert answer.status_code in promised, answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    return bool(answer.status_code < 300)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_answered_what_the_table_says(role: str) -> None:
    room = room_of(role)
    for own in (True, False):
        roles = {name: mine if own else others for name, (_ask, mine, others) in TABLE.items()}
        may = {name for name, named in roles.items() if role in named.split()}
        assert {name for name in TABLE if answered(room, name, own=own)} == may, (role, own)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_shows_no_token_is_told_nothing(name: str) -> None:
    room = room_of("superuser")
    room.program.secret = "nashra_x"
    ask, _own, _other = TABLE[name]
    answer = ask(room, room.other)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_the_table_knows_every_role() -> None:
    assert {role.key for role in SET_UP} | {"superuser"} == set(ROLES)
