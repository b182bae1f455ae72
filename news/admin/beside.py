"""The source beside the editor of a translation: what it shows as JSON, and what is done from there."""

import hashlib
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import nh3
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied

from news.admin.stories import StoryView
from news.editorial.completeness import label_of
from news.editorial.middleware import answer_of_api
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.text.changes import Kind, changes
from news.text.plain import plain_text
from news.translation.beside import (
    DONE,
    Beside,
    Piece,
    Shown,
    add_blocks,
    beside,
    settle_shown,
)
from news.translation.glossary import terms_of
from news.translation.pieces import FIELDS, NAMES, digest
from news.translation.sources import translation_of
from news.translation.states import State
from news.translation.working import cannot_work_on

BADGES: Mapping[State, Promise | str] = {
    State.UNTRANSLATED: _("untranslated"),
    State.MISSING: _("missing"),
    State.MACHINE: _("machine"),
    State.STALE: _("stale"),
    State.CURRENT: _("current"),
    State.DROPPED: _("left out"),
    State.OWN: _("own"),
}
SETTLING: Mapping[State, Promise | str] = {
    State.UNTRANSLATED: _("It reads the same in both languages"),
    State.MACHINE: _("Take over"),
    State.STALE: _("Still right"),
}
SHOWN_TAGS = {"b", "br", "em", "i", "li", "ol", "p", "strong", "ul"}


class BesideView(StoryView):
    """What stands beside a translation; for who may write it, or comment on it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; refusals are JSON, as everything here is."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            return answer_of_api(refused, "") or HttpResponse(status=HTTPStatus.CONFLICT)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """The pieces beside those of the source; nothing where that is what the browser has."""
        if not self.article.permissions_for_user(request.user).can_edit():
            return permission_denied(request)
        return self.shown()

    def shown(self) -> HttpResponseBase:
        """The pieces as they are now, with a tag for them."""
        answer = JsonResponse(
            payload(self.article, self.request.user, with_terms="terms" in self.request.GET)
        )
        tag = f'"{hashlib.sha256(answer.content).hexdigest()}"'
        answer["ETag"] = tag
        return get_conditional_response(self.request, etag=tag, response=answer) or answer


class SettleView(BesideView):
    """Says of pieces, as they were shown, that they are right."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Note it; the answer is what is shown from now on."""
        shown = read_shown(request.body)
        if not shown:
            return malformed()
        settle_shown(self.article, shown, by=request.user)
        return self.shown()


class BlocksView(BesideView):
    """Adds blocks of the source to the newest draft of the translation."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Add those that are named, or all that are missing; the answer names what was added."""
        told = read_json(request.body)
        keys = told.get("keys") if isinstance(told, dict) else ()
        if keys is not None and not is_list_of_text(keys):
            return malformed()
        return JsonResponse({"added": add_blocks(self.article, keys, by=request.user)})


def malformed() -> JsonResponse:
    """The answer to what no editor sends."""
    return JsonResponse({"detail": gettext("This is not what the editor sends.")}, status=400)


def read_json(body: bytes) -> Any:
    """What was sent; None where it is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def is_list_of_text(thing: Any) -> bool:
    """Whether it is a list of strings with something in it."""
    return isinstance(thing, list) and bool(thing) and all(isinstance(one, str) for one in thing)


def read_shown(body: bytes) -> Shown:
    """The digests that were sent for each piece; empty where it is something else."""
    told = read_json(body)
    sent = told.get("pieces") if isinstance(told, dict) else None
    if not isinstance(sent, dict):
        return {}
    pairs = {
        key: (one["source"], one["text"])
        for key, one in sent.items()
        if isinstance(one, dict) and all(isinstance(one.get(name), str) for name in ("source", "text"))
    }
    return pairs if len(pairs) == len(sent) else {}


def payload(article: ArticlePage, user: Any, *, with_terms: bool = False) -> dict[str, Any]:
    """All that the editor shows; raises Refused where there is no source. A fixed number of queries."""
    translation = translation_of(article)
    if translation is None:
        raise Refused("source_gone")
    draft = article.get_latest_revision_as_object()
    found = beside(translation, draft)
    label, may_write = labels(draft, found), cannot_work_on(article, user) is None
    locale = found.source.locale
    terms = terms_beside(found, draft) if with_terms else {}

    def told(piece: Piece) -> dict[str, Any]:
        added = {"add": may_write} if piece.key in found.lacking else {}
        looked_up = {"terms": terms[piece.key]} if with_terms else {}
        return card(piece, label(piece.key), may_write) | added | looked_up

    return {
        "revision": article.latest_revision_id,
        "lang": locale.language_code,
        "dir": "rtl" if locale.is_bidi else "ltr",
        "progress": progress(found),
        "blocks": found.blocks,
        "pieces": [told(piece) for piece in found.pieces.values() if piece.state != State.OWN],
    }


def terms_beside(found: Beside, draft: ArticlePage) -> dict[str, list[dict[str, str]]]:
    """What the glossary knows of each piece of the source, every term once."""
    texts = {key: piece.source for key, piece in found.pieces.items()}
    known = terms_of(texts, found.source.locale.language_code, draft.locale.language_code)
    return {
        key: [
            {"term": entry.term, "form": entry.form, "note": entry.note}
            for entry in dict.fromkeys(one.entry for one in terms)
        ]
        for key, terms in known.items()
    }


def labels(draft: ArticlePage, found: Beside) -> Callable[[str], str]:
    """What a piece is called: a field by its name, a block by its kind and place."""
    kinds = draft.body.stream_block.child_blocks
    blocks = [*found.source.body.get_prep_value(), *draft.body.get_prep_value()]
    types = {block["id"]: block["type"] for block in blocks}
    places = {key: place for place, key in enumerate(found.blocks, 1)}

    def label(key: str) -> str:
        if key in (*FIELDS, *NAMES):
            return str(capfirst(label_of(key)))
        return gettext("%(kind)s, block %(number)s") % {
            "kind": kinds[types[key]].label,
            "number": places[key],
        }

    return label


def card(piece: Piece, label: str, may_write: bool) -> dict[str, Any]:
    """What stands beside one piece, and what may be done there."""
    state = piece.state
    leaves_out = not piece.is_there and state in {State.MISSING, State.STALE}
    settle = _("Leave it out on purpose") if leaves_out else SETTLING.get(state, "")
    note, words = change(piece)
    return {
        "key": piece.key,
        "label": label,
        "name": gettext("Source of “%(piece)s”: %(state)s") % {"piece": label, "state": BADGES[state]},
        "state": state,
        "badge": str(BADGES[state]),
        "note": str(note),
        "words": words or nh3.clean(lines(piece.source), tags=SHOWN_TAGS, attributes={}),
        "source": digest(piece.source),
        "text": piece.text,
        "settle": str(settle) if may_write else "",
    }


def lines(html: str) -> str:
    """A piece whose texts stand on lines of their own."""
    return html.replace("\n", "<br>")


def change(piece: Piece) -> tuple[Promise | str, str]:
    """What to say of a stale piece, and what its source says otherwise by now, as HTML that can be heard.

    The HTML is empty where no word changed.
    """
    if piece.state != State.STALE or piece.made_from is None:
        return "", ""
    before, after = plain_text(piece.made_from), plain_text(piece.source)
    if before == after:
        return _("The words are the same; their form or a link changed."), ""
    note = (
        _("What the source says otherwise by now:") if after else _("The source does not say this any more:")
    )
    return note, format_html_join("", "{}", ((part(one.kind, one.text),) for one in changes(before, after)))


def part(kind: Kind, text: str) -> str:
    """A part of a change; what went and what came is said in words, too, in the language of the admin."""
    if kind == Kind.KEPT:
        return format_html("{}", text)
    tag, word = ("del", gettext("gone:")) if kind == Kind.GONE else ("ins", gettext("new:"))
    language, direction = get_language() or "", "rtl" if get_language_bidi() else "ltr"
    heard = format_html('<span class="w-sr-only" lang="{}" dir="{}">{} </span>', language, direction, word)
    return format_html("<{}>{}{}</{}>", tag, heard, text, tag)


def progress(found: Beside) -> dict[str, Any]:
    """How far the translation is, in numbers and in words."""
    total, stale = len(found.pieces) - found.count(State.OWN), found.count(State.STALE)
    done = found.count(*DONE)
    told = ngettext("%(done)s of %(total)s piece done", "%(done)s of %(total)s pieces done", total)
    told %= {"done": done, "total": total}
    left = ngettext("%(stale)s stale", "%(stale)s stale", stale) % {"stale": stale}
    question = ngettext(
        "Say of %(stale)s stale piece, as it stands, that it is still right?",
        "Say of %(stale)s stale pieces, as they stand, that they are still right?",
        stale,
    )
    return {
        "done": done,
        "total": total,
        "stale": stale,
        "missing": sum(one.state == State.MISSING and one.key not in FIELDS for one in found.pieces.values()),
        "text": gettext("%(done)s, %(stale)s") % {"done": told, "stale": left} if stale else told,
        "confirm": question % {"stale": stale},
    }
