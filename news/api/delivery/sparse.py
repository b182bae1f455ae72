"""Sends only the members of a document that a client names."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from rest_framework import serializers

from news.api.delivery.shapes import ArticleSerializer
from news.http.problems import Problem

Tree = dict[str, "Tree"]


def chosen_tree(names: Iterable[str]) -> Tree:
    """`title,image.alt` as `{"title": {}, "image": {"alt": {}}}`; empty means whole.

    Raises Problem 400 that lists the names no story has.
    """
    names = list(names)
    if unknown := [name for name in names if name not in article_members()]:
        detail = "A story has no such member, or it cannot be taken apart."
        raise Problem(
            400,
            "invalid_parameters",
            errors=[
                {"parameter": "fields", "code": "unknown", "detail": f"{name}: {detail}"} for name in unknown
            ],
        )
    tree: Tree = {}
    for name in sorted(names, key=lambda name: -name.count(".")):  # the whole of a member wins over its parts
        *parents, last = name.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[last] = {}
    return tree


def pruned(value: Any, tree: Tree) -> Any:
    """`value` with only what `tree` names, in each object of a list; null stays null."""
    if not tree:
        return value
    if isinstance(value, list):
        return [pruned(item, tree) for item in value]
    if isinstance(value, dict):
        return {name: pruned(member, tree[name]) for name, member in value.items() if name in tree}
    return value


@cache
def article_members() -> frozenset[str]:
    """The dotted name of every member of a story that has a declared shape."""
    return frozenset(_members(ArticleSerializer()))


def _members(shape: serializers.BaseSerializer, prefix: str = "") -> Iterable[str]:
    inner = shape.child if isinstance(shape, serializers.ListSerializer) else shape
    for name, field in inner.fields.items() if isinstance(inner, serializers.Serializer) else ():
        yield f"{prefix}{name}"
        if isinstance(field, serializers.BaseSerializer):
            yield from _members(field, f"{prefix}{name}.")
