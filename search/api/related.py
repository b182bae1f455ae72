"""Related stories, for anyone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from news.http.conditional import Caching, cacheable
from news.http.openapi import operation
from news.http.parameters import Parameters, limit_field
from news.http.problems import Problem, killed, not_found
from news.http.views import PublicView
from news.record.documents import to_bytes
from news.record.models import PublicState, PublishedDocument, live_now
from search.api.shapes import RELATED
from search.documents import ARTICLE
from search.related import DEFAULT_LIMIT, MOST, related


class RelatedParameters(Parameters):
    """How many neighbours."""

    limit = limit_field(default=DEFAULT_LIMIT, maximum=MOST)


class Related(PublicView):
    """Stories to read next to one."""

    @operation("article_related", RELATED, 404, 410, parameters=RelatedParameters, tags=("Stories",))
    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Cards of stories its editors named, others that share its words, the newest of its section."""
        chosen, now = RelatedParameters.parse(request), timezone.now()
        rows = PublishedDocument.objects.filter(live_now(now), type=ARTICLE, document_id=document_id)
        row = rows.first()
        if row is None:
            raise missing(document_id)
        neighbours = related(row, chosen["limit"], now)
        similar = sum(neighbour.similar for neighbour in neighbours)
        picked = sum(neighbour.chosen_by == "editors" for neighbour in neighbours)
        body = b'{"data":[%b],"meta":%b,"links":{"next":null,"prev":null}}' % (
            b",".join(neighbour.card for neighbour in neighbours),
            to_bytes({"limit": chosen["limit"], "picked": picked, "similar": similar}),
        )
        ends = [end for end in (row.visible_until, *(one.visible_until for one in neighbours)) if end]
        tags = [f"a-{document_id}", f"l-{row.locale}"]
        return cacheable(request, body, Caching(tags=tags, visible_until=min(ends, default=None), now=now))


def missing(document_id: UUID) -> Problem:
    """Why there is no such public story: 410 where it was killed, else 404."""
    tombstones = PublishedDocument.objects.filter(
        type=ARTICLE, document_id=document_id, state=PublicState.KILLED
    )
    notice = tombstones.values_list("notice", flat=True).first()
    return not_found() if notice is None else killed(notice)
