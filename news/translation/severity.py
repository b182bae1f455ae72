"""How much a change of a source weighs for its translations: the correction that came with it says so."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.models import ArticlePage
from news.models.corrections import Correction
from news.translation.models import Basis

Type = Correction.Type


class Severity(IntEnum):
    """What a change asks for: to be worked off, to be told to readers, or to be taken down at once."""

    TYPO = 1
    FACT = 2
    LEGAL = 3


LABELS: Mapping[Severity, Promise | str] = MappingProxyType(
    {
        Severity.TYPO: _("The source has changed"),
        Severity.FACT: _("The source was corrected"),
        Severity.LEGAL: _("The source was retracted"),
    }
)
OF_TYPE: Mapping[str, Severity] = MappingProxyType(
    {
        Type.UPDATE: Severity.FACT,
        Type.CLARIFICATION: Severity.FACT,
        Type.CORRECTION: Severity.FACT,
        Type.RETRACTION: Severity.LEGAL,
    }
)


def severity(
    source: ArticlePage, told: Mapping[str, int], stale: Iterable[tuple[str, Basis | None]]
) -> Severity | None:
    """How much what is stale weighs: the most that a correction since says of it; None where nothing is.

    `told` is the version with which readers of `source` were told of each correction; those that they are
    about to be told of are not in it. `stale` are keys of pieces with what each was made from.
    """
    found = [max((of_piece(source, told, key, made)), default=Severity.TYPO) for key, made in stale]
    return max(found, default=None)


def of_piece(
    source: ArticlePage, told: Mapping[str, int], key: str, made: Basis | None
) -> Iterable[Severity]:
    """The weight of each correction of `source` about this piece since the last version it was right for.

    One that names no blocks is about the whole story.
    """
    known = max(made.last_version or 0, made.source_version or 0) if made else 0
    for correction in source.corrections.all():
        version = told.get(str(correction.uuid))
        if (version is None or version > known) and (not correction.blocks or key in correction.blocks):
            yield OF_TYPE[correction.type]
