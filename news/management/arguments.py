"""What several commands read from their command line."""

from argparse import ArgumentTypeError
from sys import getfilesystemencoding
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def public_id(text: str) -> UUID:
    """`text` as a public id; raises ArgumentTypeError."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not the id of a document") from error


def words(text: str) -> str:
    """`text` as it is; raises ArgumentTypeError where its bytes were not in the terminal's encoding."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArgumentTypeError(f"{text!r} cannot be read; type it in {getfilesystemencoding()}") from error
    return text


def user_named(name: str) -> Any:
    """The user of this name; raises CommandError."""
    user = get_user_model()._default_manager.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return user
