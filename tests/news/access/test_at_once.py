"""Many attempts at the same moment are not all judged by the same count, and a code opens one door."""

from threading import Lock
from typing import Any

import pytest
from django.test import Client

from news.access import attempts, second_factor, tokens
from news.access.limits import PERSON
from news.access.models import AccessToken, AttemptCount
from tests.news.access.support import (
    CODE_PAGE,
    chief,
    code,
    code_of,
    enrolled,
    give_password,
    history,
    token_of,
)
from tests.news.publication.at_once import at_once
from tests.news.record.on_disk import on_disk

__all__ = ["on_disk"]

pytestmark = pytest.mark.usefixtures("on_disk")


def test_no_more_attempts_are_let_through_than_allowed() -> None:
    rules, admitted, lock = {"one": PERSON, "another": PERSON}, [], Lock()

    def attempt() -> None:
        try:
            attempts.admit(rules)
        except attempts.TooManyAttempts:
            return
        with lock:
            admitted.append(1)

    at_once(*[attempt] * (PERSON.limit + 4))
    assert len(admitted) == PERSON.limit
    assert {row.count for row in AttemptCount.objects.all()} == {PERSON.limit}


def test_rules_that_share_a_count_never_wait_for_each_other_in_a_circle() -> None:
    names = [f"count {number}" for number in range(6)]
    shared = attempts.Rule(limit=1000, memory=PERSON.memory, pause=PERSON.pause, shared=True)

    def attempt(order: list[str]) -> None:
        for _time in range(5):
            rules = dict.fromkeys(order, shared)
            attempts.admit(rules)
            attempts.forgive(rules)

    at_once(lambda: attempt(names), lambda: attempt(names[::-1]), lambda: attempt(names[2:] + names[:2]))
    assert {row.count for row in AttemptCount.objects.all()} == {0}


def test_a_code_given_twice_at_once_opens_one_door() -> None:
    user = chief()
    enrolled(user)
    clients = [Client() for _ in range(4)]
    for client in clients:
        give_password(client, user)
    shown, answers = code(user), []
    at_once(*[lambda one=one: answers.append(one.post(CODE_PAGE, {"code": shown})) for one in clients])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]


def test_a_recovery_code_given_twice_at_once_opens_one_door() -> None:
    user = chief()
    recovery, found = enrolled(user)[0], []
    at_once(*[lambda: found.append(second_factor.verify(user, recovery))] * 4)
    assert len([device for device in found if device is not None]) == 1


def test_two_apps_are_not_turned_on_at_once() -> None:
    user, found = chief(), []

    def turn_on() -> None:
        key = second_factor.new_key()
        try:
            found.append(second_factor.enrol(user, key, code_of(key)))
        except second_factor.AlreadyOn:
            found.append(None)

    at_once(*[turn_on] * 3)
    assert len([one for one in found if one is not None]) == 1


def test_the_first_use_of_a_token_is_logged_once() -> None:
    user = chief()
    _token, secret = token_of(user)

    def use() -> None:
        token = tokens.find(secret)
        assert token is not None
        tokens.note_use(token)

    at_once(*[use] * 4)
    assert [action for action, _by in history(user)].count("access.token.first_used") == 1


def test_a_token_is_revoked_once() -> None:
    user = chief()
    token_of(user)
    numbers: list[int] = []

    def revoke() -> Any:
        numbers.append(tokens.revoke(AccessToken.objects.filter(user=user), by=user))

    at_once(*[revoke] * 3)
    assert sorted(numbers) == [0, 0, 1]
