"""Blanks what was kept of the words of stories: what their translations were made from."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from news.models import ArticlePage
from news.translation.models import Basis


def blank(public_ids: Iterable[UUID | str]) -> int:
    """Empty the texts that translations of these stories, and these where they are some, were made from.

    Digests stay, so every piece is in the state it was. Returns how many texts were emptied.
    """
    stories = ArticlePage.objects.filter(uuid__in=list(public_ids)).values("pk")
    made = Q(translation__source__in=stories) | Q(translation__page__in=stories)
    return Basis.objects.filter(made).exclude(source="").update(source="")
