"""Does once what is asked several times under one Idempotency-Key, and answers the same each time."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from news.api.editorial.models import KeptAnswer
from news.api.editorial.openapi import header
from news.http.problems import Problem, problem_response

KEY = header("Idempotency-Key", "For 24 hours the same key and request are answered alike, and done once.")
HEADER = "HTTP_IDEMPOTENCY_KEY"
WELL_FORMED = re.compile(r"[\x21-\x7e]{1,255}")
KEPT = timedelta(hours=24)
LOST = timedelta(minutes=2)  # longer than any request takes: whoever held the key is gone
WAIT = 5.0  # seconds for which the second of two waits for the answer of the first
PAUSE = 0.1
WITH_ANSWERS = ("ETag", "Location")
REPLAYED = "Idempotency-Replayed"


def once(request: Request, do: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `do`, or the one it gave when this user asked the same under the same key.

    Without a key it is simply done. What failed on our side is not kept, so that it can be tried again.
    Raises Problem 400 on a malformed key, 422 where it stood for another request, 409 while it is under way.
    """
    key = request.META.get(HEADER)
    if key is None:
        return do()
    if not WELL_FORMED.fullmatch(key):
        raise Problem(400, "idempotency_key", "An Idempotency-Key is 1 to 255 visible ASCII characters.")
    row, mine = reserve(request, key)
    if not mine:
        return again(row)
    try:
        response = answered(request, do)
    except BaseException:
        KeptAnswer.objects.filter(pk=row.pk, status=None).delete()
        raise
    row.status, row.answer = response.status_code, response.content.decode()
    row.content_type = response["Content-Type"]
    row.headers = {name: response[name] for name in WITH_ANSWERS if name in response}
    row.save()
    return response


def answered(request: Request, do: Callable[[], HttpResponse]) -> HttpResponse:
    """What `do` answers; a refusal is an answer as well."""
    try:
        return do()
    except Problem as refusal:
        if refusal.status_code >= 500:
            raise
        return problem_response(request, refusal)


def reserve(request: Request, key: str) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether it is ours to fill. Raises 422 where another request has it."""
    now = timezone.now()
    KeptAnswer.objects.filter(at__lt=now - KEPT).delete()
    digest = digest_of(request)
    user: Any = request.user
    row, mine = KeptAnswer.objects.get_or_create(user=user, key=key, defaults={"request": digest, "at": now})
    if row.request != digest:
        detail = "This Idempotency-Key was used for another request; take a new one."
        raise Problem(422, "idempotency_mismatch", detail)
    if not mine and row.status is None and row.at < now - LOST:
        mine = bool(KeptAnswer.objects.filter(pk=row.pk, status=None, at=row.at).update(at=now))
        row.at = now
    return row, mine


def again(row: KeptAnswer) -> HttpResponse:
    """The answer that was given before, once it was. Raises 409 where that takes too long."""
    until = monotonic() + WAIT
    found = KeptAnswer.objects.filter(pk=row.pk).first()
    while found is not None and found.status is None and monotonic() < until:
        sleep(PAUSE)
        found = KeptAnswer.objects.filter(pk=row.pk).first()
    if found is None or found.status is None:
        detail = "The same request is being answered now; ask again."
        raise Problem(409, "idempotency_in_progress", detail, headers={"Retry-After": "1"})
    response = HttpResponse(found.answer, status=found.status, content_type=found.content_type)
    for name, text in found.headers.items():
        response[name] = text
    response[REPLAYED] = "true"
    return response


def digest_of(request: Request) -> str:
    """What tells one request from another."""
    asked = f"{request.method} {request.path}\n".encode() + request._request.body
    return hashlib.sha256(asked).hexdigest()
