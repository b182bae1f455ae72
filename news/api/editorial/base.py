"""What every endpoint of the editorial API shares: its language, its limits, the shape of its answers."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from wagtail.users.models import UserProfile

from news.access.api.views import EditorialView
from news.http.problems import Problem
from news.record.documents import to_bytes

MOST_BYTES = 1024 * 1024  # of a request's body


class BodyParser(JSONParser):
    """JSON of a bounded size, every character of which can be stored."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The value a body stands for; raises ParseError."""
        text = stream.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise too_large()
        try:
            value = super().parse(BytesIO(text), media_type, parser_context)
            to_bytes(value)  # half of a surrogate pair has no bytes
        except (RecursionError, UnicodeError) as error:
            raise ParseError from error
        return value


class PrivateView(EditorialView):
    """An endpoint of the editorial API. Sentences are in the language asked for, or else the user's own."""

    parser_classes = [BodyParser]
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Say how much is read before reading it, and in which language to speak."""
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or ""
        if "HTTP_TRANSFER_ENCODING" in request.META and not length:
            raise Problem(411, "length_required", "Send Content-Length.")  # or a body would be passed over
        most = self.most_bytes()
        if length.isdecimal() and int(length) > most:
            raise too_large(most)
        translation.activate(language_of(request))

    def most_bytes(self) -> int:
        """How large the body of a request may be."""
        return MOST_BYTES

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add what answers vary by; the language ends with the request."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Vary"] = "Accept-Language, Authorization, Cookie"
        answer["X-Robots-Tag"] = "noindex"
        translation.activate(settings.LANGUAGE_CODE)
        return answer


def answer(value: Any, status: int = 200, **headers: str) -> HttpResponse:
    """`value` as JSON; header names are written with underscores."""
    response = HttpResponse(to_bytes(value), status=status, content_type="application/json")
    for name, text in headers.items():
        response[name.replace("_", "-")] = text
    return response


def language_of(request: Request) -> str:
    """The language of Accept-Language, if the newsroom speaks one of those; else that of the account."""
    wanted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200]
    spoken = dict(settings.LANGUAGES)
    for part in wanted.split(","):
        code = part.partition(";")[0].strip().lower().partition("-")[0]
        if code in spoken:
            return code
    profile = UserProfile.objects.filter(user_id=getattr(request.user, "pk", None)).first()
    return (profile.preferred_language if profile else "") or settings.LANGUAGE_CODE


def too_large(most: int = MOST_BYTES) -> Problem:
    """A 413."""
    return Problem(413, "too_large", f"Send at most {most} bytes.")


def fault(pointer: str, code: str, detail: str) -> dict[str, str]:
    """One thing that is wrong with a body, at the place that a JSON pointer (RFC 6901) names."""
    return {"pointer": pointer, "code": code, "detail": detail}


def unprocessable(faults: list[dict[str, str]]) -> Problem:
    """A 422 that names every fault."""
    return Problem(422, "invalid", errors=faults)


def body_of(request: Request) -> dict[str, Any]:
    """The object that was sent; nothing counts as an empty one. Raises 422 for anything else."""
    value = request.data if request.META.get("CONTENT_LENGTH") not in (None, "", "0") else {}
    if not isinstance(value, dict):
        raise unprocessable([fault("", "not_an_object", "Send a JSON object.")])
    return value


def pointer(*steps: object) -> str:
    """A JSON pointer to what `steps` lead to."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
