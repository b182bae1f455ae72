"""Answers every error as an RFC 9457 problem."""

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import set_rollback

from news.http.request_id import current_request_id

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
TYPES = "/api/v1/docs/#problem-"  # the documentation page has a paragraph of that name for each code
MACHINE_PATHS = ("/api/", "/health/")
DATABASE_AWAY = (InterfaceError, OperationalError)
DATABASE_RETRY_SECONDS = 5

# The codes every plane shares, with the sentence that explains them where nothing more precise is known.
EXPLANATIONS = {
    "invalid_parameters": "One or more parameters are unknown, repeated or not valid; `errors` names each.",
    "invalid": "The request was understood and its content refused; `errors` names each field.",
    "bad_request": "The request could not be understood.",
    "parse_error": "The body is not valid JSON.",
    "not_authenticated": "This address needs a valid token.",
    "permission_denied": "You may not do this.",
    "scope": "This token was made for other things; `scope` is what it would need.",
    "not_found": "There is nothing public at this address.",
    "moved": "What was at this path is now at `redirect_to`.",
    "no_document": "This version is in the log, and its text is not.",
    "method_not_allowed": "This address does not answer that method; `Allow` names those it answers.",
    "not_acceptable": "Answers here are application/json.",
    "killed": "This was removed for good; `notice` is what the newsroom says about it.",
    "precondition_failed": "The document is not the version your If-Match or If-Unmodified-Since names.",
    "unsupported_media_type": "Send application/json.",
    "throttled": "Too many requests; try again after `Retry-After` seconds.",
    "server_error": "Something went wrong on our side. Give the request id when you report it.",
    "unavailable": "A part this answer needs is away; try again after `Retry-After` seconds.",
}


class Problem(exceptions.APIException):
    """An error on its way to the client.

    `errors` holds objects such as `{"parameter", "code", "detail"}`; `members` are further members of the
    problem object; `headers` go on the answer.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.status_code = status
        self.code = code
        self.title = HTTPStatus(status).phrase
        super().__init__(detail or EXPLANATIONS.get(code, self.title), code)
        self.errors = [dict(error) for error in errors]
        self.headers = dict(headers or {})
        self.members = members


def not_found(detail: str = "", **members: Any) -> Problem:
    """A 404."""
    return Problem(404, "not_found", detail, **members)


def killed(notice: str) -> Problem:
    """A 410 that carries the public notice of what was killed, null where the newsroom gave none."""
    return Problem(410, "killed", notice, notice=notice or None)


def unavailable(detail: str = "", retry_after: int = 30) -> Problem:
    """A 503 that asks to come back after `retry_after` seconds."""
    return Problem(503, "unavailable", detail, headers={"Retry-After": str(retry_after)})


def failure(exc: BaseException | None) -> Problem:
    """What is told of an unexpected error: 503 where the database went away, else 500 and nothing more."""
    if isinstance(exc, DATABASE_AWAY):
        return unavailable("The database does not answer.", DATABASE_RETRY_SECONDS)
    return Problem(500, "server_error")


def handle(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer whatever a REST framework view raised; the setting EXCEPTION_HANDLER names this."""
    set_rollback()
    request = context["request"]
    problem = _as_problem(exc)
    if problem is None:
        # Error reporters listen to this signal, which Django sends only for what leaves the view.
        got_request_exception.send(sender=None, request=getattr(request, "_request", request))
        logger.exception("Unexpected error at %s (request %s)", request.path, current_request_id())
        problem = failure(exc)
    if problem.status_code == 405:
        problem.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return problem_response(request, problem)


def problem_response(request: HttpRequest | Request, problem: Problem) -> HttpResponse:
    """`problem` as an answer no cache keeps, for it names one request."""
    members = {
        "type": f"{TYPES}{problem.code}",
        "title": problem.title,
        "status": problem.status_code,
        "detail": str(problem.detail),
        "instance": request.path,
        "code": problem.code,
        "request_id": current_request_id(),
        "errors": problem.errors,
        **problem.members,
    }
    body = json.dumps(members, ensure_ascii=False, default=str).encode()
    response = HttpResponse(body, status=problem.status_code, content_type=CONTENT_TYPE)
    response["Content-Length"] = str(len(body))
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response


def not_found_view(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """404 for an address that matches nothing: a problem for machines, the page of the site for people."""
    if _for_machines(request):
        return problem_response(request, not_found())
    return defaults.page_not_found(request, exception or Http404())


def bad_request_view(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400 for what Django refuses before any view."""
    if _for_machines(request):
        return problem_response(request, Problem(400, "bad_request"))
    return defaults.bad_request(request, exception)


def server_error_view(request: HttpRequest) -> HttpResponseBase:
    """500 or 503 for what failed outside a view of ours; Django calls this while it handles the error."""
    if _for_machines(request):
        return problem_response(request, failure(sys.exception()))
    return defaults.server_error(request)


def field_errors(detail: Any, member: str = "field", name: str = "") -> Iterator[dict[str, str]]:
    """The errors of a serializer, flat: one `{member, code, detail}` each, nested names joined by dots."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            yield from field_errors(value, member, f"{name}.{key}" if name else str(key))
    elif isinstance(detail, list):
        for value in detail:
            yield from field_errors(value, member, name)
    else:
        yield {member: name, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}


def _for_machines(request: HttpRequest) -> bool:
    return request.path.startswith(MACHINE_PATHS)


def _as_problem(exc: Exception) -> Problem | None:
    problem: Problem | None = None
    match exc:
        case Problem():
            problem = exc
        case Http404():
            problem = not_found()
        case PermissionDenied():
            problem = Problem(403, "permission_denied")
        case SuspiciousOperation():
            problem = Problem(400, "bad_request")
        case exceptions.ValidationError():
            problem = Problem(exc.status_code, "invalid", errors=list(field_errors(exc.detail)))
        case exceptions.APIException():
            problem = _of_the_framework(exc)
    return problem


def _of_the_framework(exc: exceptions.APIException) -> Problem:
    code = exc.default_code if isinstance(exc.detail, dict | list) else getattr(exc.detail, "code", "error")
    code = {"error": "server_error", "authentication_failed": "not_authenticated"}.get(code, code)
    headers = {}
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return Problem(exc.status_code, code, EXPLANATIONS.get(code, ""), headers=headers)
