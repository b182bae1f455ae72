"""Where the public texts of translations stand beside the public texts they were made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from news.models import ArticlePage
from news.translation.models import Basis, Translation
from news.translation.pieces import digests, pieces
from news.translation.states import State, states


@dataclass(frozen=True)
class Standing:
    """A translation beside its source: `version` is the oldest version of that which a piece was made from.

    `source` is None where the source is not public; nothing is stale then. `stale` are the keys of pieces.
    """

    locale: str
    source: ArticlePage | None = None
    version: int | None = None
    stale: tuple[str, ...] = ()


def standings(articles: Sequence[ArticlePage]) -> dict[int, Standing]:
    """How those of `articles` stand that are translations, by page id; two queries.

    `articles` are rows of stories that are public, each with all its translations that are.
    """
    public = {article.pk: article for article in articles}
    rows = Translation.objects.filter(page_id__in=public, source__isnull=False)
    rows = rows.select_related("source__locale")
    translations = {row.page_id: row for row in rows}
    made: dict[int, list[Basis]] = {}
    for basis in Basis.objects.filter(translation__in=translations.values()).defer("source"):
        made.setdefault(basis.translation_id, []).append(basis)
    found = {}
    for page_id, row in translations.items():
        if row.source:
            locale, source = row.source.locale.language_code, public.get(row.source_id)
            found[page_id] = standing(locale, public[page_id], source, made.get(row.pk, ()))
    return found


def standing(
    locale: str, article: ArticlePage, source: ArticlePage | None, made: Sequence[Basis]
) -> Standing:
    """How a translation from `locale` stands; `made` are the bases of all texts it ever had."""
    if source is None:
        return Standing(locale)
    texts = pieces(article)
    bases = {(basis.key, basis.digest): basis for basis in made}
    found = states(pieces(source), texts, bases)
    used = (bases.get(said) for said in digests(texts).items())
    versions = [basis.source_version for basis in used if basis and basis.source_version]
    stale = tuple(key for key, state in found.items() if state == State.STALE)
    return Standing(locale, source, min(versions, default=None), stale)
