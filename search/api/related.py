"""Related stories, for anyone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers

from news.http.conditional import Caching, cacheable
from news.http.openapi import operation
from news.http.parameters import Parameters, limit_field
from news.http.problems import Problem, killed, not_found
from news.http.views import PublicView
from news.record.documents import to_bytes
from news.record.models import PublicState, PublishedDocument, live_now
from search.api.shapes import RELATED
from search.documents import ARTICLE
from search.related import DEFAULT_LIMIT, MOST, related, related_abroad


class RelatedParameters(Parameters):
    """How many neighbours."""

    limit = limit_field(default=DEFAULT_LIMIT, maximum=MOST)
    across = serializers.BooleanField(
        default=False, help_text="Add as many stories in other languages that tell of the same."
    )


class Related(PublicView):
    """Stories to read next to one."""

    @operation("article_related", RELATED, 404, 410, parameters=RelatedParameters, tags=("Stories",))
    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Cards of stories its editors named, others that share its words, the newest of its section.

        With `across`, stories in other languages that mean the same follow, where the newsroom knows any.
        """
        chosen, now = RelatedParameters.parse(request), timezone.now()
        rows = PublishedDocument.objects.filter(live_now(now), type=ARTICLE, document_id=document_id)
        row = rows.first()
        if row is None:
            raise missing(document_id)
        neighbours = related(row, chosen["limit"], now)
        similar = sum(neighbour.similar for neighbour in neighbours)
        picked = sum(neighbour.chosen_by == "editors" for neighbour in neighbours)
        abroad = related_abroad(row, chosen["limit"], now) if chosen["across"] else ()
        neighbours += abroad
        counts = {"limit": chosen["limit"], "picked": picked, "similar": similar, "abroad": len(abroad)}
        body = b'{"data":[%b],"meta":%b,"links":{"next":null,"prev":null}}' % (
            b",".join(neighbour.card for neighbour in neighbours),
            to_bytes(counts),
        )
        ends = [end for end in (row.visible_until, *(one.visible_until for one in neighbours)) if end]
        locales = sorted({row.locale, *(one.locale for one in abroad)})
        tags = [f"a-{document_id}", *(f"l-{locale}" for locale in locales)]
        return cacheable(request, body, Caching(tags=tags, visible_until=min(ends, default=None), now=now))


def missing(document_id: UUID) -> Problem:
    """Why there is no such public story: 410 where it was killed, else 404."""
    tombstones = PublishedDocument.objects.filter(
        type=ARTICLE, document_id=document_id, state=PublicState.KILLED
    )
    notice = tombstones.values_list("notice", flat=True).first()
    return not_found() if notice is None else killed(notice)
