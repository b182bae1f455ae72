"""Finds and names what a newsroom is set up from, whichever language it was named in before."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

Words = Promise | str


def name_of(title: Words, label: str = "") -> str:
    """What `title` is in the newsroom's own language, of the desk called `label`."""
    with override(settings.LANGUAGE_CODE):
        return labelled(str(title), label)


def names_of(title: Words, labels: Iterable[str] = ("",)) -> set[str]:
    """What `title` is in any language, English among them, of a desk called by any of `labels`."""
    names: set[str] = set()
    for code in (None, *dict(settings.LANGUAGES)):
        with override(code):
            names |= {labelled(str(title), label) for label in labels}
    return names


def labelled(name: str, label: str) -> str:
    """`name`, of a desk if it is one's."""
    return f"{name} – {label}" if label else name


def called(things: QuerySet[Any], title: Words, labels: Iterable[str] = ("",)) -> Any:
    """The one of `things` that is called `title`, in whichever language; None where there is none."""
    labels = tuple(labels)
    names = names_of(title, labels)
    found = {thing.name: thing for thing in things.filter(name__in=names).order_by("-pk")}
    return found.get(name_of(title, labels[0])) or next(reversed(found.values()), None)


def named(things: QuerySet[Any], title: Words, done: list[str], labels: Iterable[str] = ("",)) -> Any:
    """The one of `things` that is called `title`, created or renamed to the newsroom's own language.

    `labels` are the name of its desk and the one it had before. What was done is appended to `done`.
    """
    labels = tuple(labels)
    name, thing = name_of(title, labels[0]), called(things, title, labels)
    if thing is None:
        thing = things.create(name=name)
        done.append(name)
    elif thing.name != name:
        done.append(f"{name}, formerly {thing.name}")
        thing.name = name
        thing.save()
    return thing
