"""Where the public texts of translations stand beside the public texts they were made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from news.models import ArticlePage
from news.record.corrections import correction_versions
from news.translation.models import Basis, Translation
from news.translation.pieces import digests, pieces
from news.translation.severity import Severity, severity
from news.translation.states import State, fitting, states


@dataclass(frozen=True)
class Standing:
    """A translation beside its source: `version` is the oldest version of that which a piece was made from.

    `source` is None where the source is not public; nothing is stale then. `stale` are the keys of pieces
    that were made from something else than the source says, `missing` of those that it says and the
    translation does not; `severity` is None where there are none of either.
    """

    locale: str
    source: ArticlePage | None = None
    version: int | None = None
    stale: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    severity: Severity | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the source says anything that the translation was not made from."""
        return bool(self.stale or self.missing)


def standings(articles: Sequence[ArticlePage]) -> dict[int, Standing]:
    """How those of `articles` stand that are translations, by page id; three queries.

    `articles` are rows of stories that are public, each with all its translations that are.
    """
    public = {article.pk: article for article in articles}
    rows = Translation.objects.filter(page_id__in=public, source__isnull=False)
    rows = rows.select_related("source__locale")
    translations = {row.page_id: row for row in rows}
    made: dict[int, list[Basis]] = {}
    for basis in Basis.objects.filter(translation__in=translations.values()).defer("source"):
        made.setdefault(basis.translation_id, []).append(basis)
    sources = {row.source_id for row in translations.values()} & public.keys()
    told = correction_versions(public[pk].uuid for pk in sources) if sources else {}
    found = {}
    for page_id, row in translations.items():
        if row.source:
            source = public.get(row.source_id)
            beside = Beside(source, told.get(source.uuid, {})) if source else None
            locale = row.source.locale.language_code
            found[page_id] = standing(locale, public[page_id], beside, made.get(row.pk, ()))
    return found


@dataclass(frozen=True)
class Beside:
    """A public source, and with which version its readers were told of each of its corrections."""

    source: ArticlePage
    told: Mapping[str, int]


def standing(locale: str, article: ArticlePage, beside: Beside | None, made: Sequence[Basis]) -> Standing:
    """How a translation from `locale` stands; `made` are the bases of all texts it ever had."""
    if beside is None:
        return Standing(locale)
    source, texts = pieces(beside.source), pieces(article)
    bases = fitting(made, source)
    found = states(source, texts, bases)
    used = {key: bases.get((key, text)) for key, text in digests(texts).items()}
    versions = [basis.source_version for basis in used.values() if basis and basis.source_version]
    stale = tuple(key for key, state in found.items() if state == State.STALE)
    missing = tuple(key for key, state in found.items() if state == State.MISSING)
    weighed = severity(beside.source, beside.told, ((key, used.get(key)) for key in (*stale, *missing)))
    return Standing(locale, beside.source, min(versions, default=None), stale, missing, weighed)
