"""What a translation is compared with, and the state of each of its pieces beside that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument
from news.translation.models import Basis, Translation
from news.translation.pieces import digest, pieces
from news.translation.states import State, fitting, states

Text = tuple[str, str]  # the key of a piece and the digest of what it says


@dataclass(frozen=True)
class Source:
    """What a translation is compared with: pieces by key, and the public version they are of, if they are.

    `article` is the story they were read from; None where it is gone.
    """

    pieces: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    article: ArticlePage | None = None

    def basis(self, key: str) -> dict[str, Any]:
        """The fields of a basis made from what the source says now; it may say nothing."""
        text = self.pieces.get(key, "")
        return {"source": text, "source_digest": digest(text), "source_version": self.version}


def row_of(article: ArticlePage) -> Translation | None:
    """The row of a translation, whether its source is there or gone; one query."""
    return Translation.objects.filter(page_id=article.pk).first()


def translation_of(article: ArticlePage) -> Translation | None:
    """What `article` is a translation of; None where it is none, or its source is gone. One query."""
    return Translation.objects.filter(page_id=article.pk, source__isnull=False).first()


def sources_of(article: ArticlePage) -> Iterator[ArticlePage]:
    """The row of what a story was translated from, of what that was, and so on; two queries each."""
    seen = set()
    translation = translation_of(article)
    while translation and translation.source_id not in seen:
        seen.add(translation.source_id)
        source: ArticlePage = ArticlePage.objects.get(pk=translation.source_id)
        yield source
        translation = translation_of(source)


def source_page(translation: Translation) -> ArticlePage | None:
    """The source of `translation`: as the public has it where it is live, else its newest draft."""
    row: ArticlePage | None = ArticlePage.objects.filter(pk=translation.source_id).first()
    return row if row is None or row.live else row.get_latest_revision_as_object()


def source_of(translation: Translation) -> Source:
    """What the source of `translation` says: to the public where it is live, else in its newest draft."""
    page = source_page(translation)
    return said_by(page) if page else Source()


def said_by(page: ArticlePage) -> Source:
    """What this row or draft of a source says."""
    stored = PublishedDocument.objects.filter(document_id=page.uuid, state=PublicState.LIVE)
    return Source(pieces(page), stored.values_list("version", flat=True).first(), page)


def known(translation: Translation, texts: Iterable[Text], source: Mapping[str, str]) -> dict[Text, Basis]:
    """What these texts were made from, where that is known; one query.

    Of several it is what `source` says, or else the last.
    """
    wanted = set(texts)
    rows = Basis.objects.filter(translation=translation, digest__in={text for _key, text in wanted})
    return fitting((row for row in rows if (row.key, row.digest) in wanted), source)


@dataclass(frozen=True)
class Comparison:
    """A row or draft of a translation beside its source: what each says, by key, and the state of each piece.

    `states` are in the order of the source.
    """

    source: Mapping[str, str]
    texts: Mapping[str, str]
    bases: Mapping[Text, Basis]
    states: Mapping[str, State]

    def made(self, key: str) -> Basis | None:
        """What the text of a piece was made from; None where nobody knows."""
        return self.bases.get((key, digest(self.texts.get(key, ""))))


def compare(translation: Translation, article: ArticlePage, source: Mapping[str, str]) -> Comparison:
    """`article`, a row or draft of the translation, beside these pieces of its source; one query of bases."""
    texts = pieces(article)
    bases = known(translation, ((key, digest(texts.get(key, ""))) for key in {**source, **texts}), source)
    return Comparison(source, texts, bases, states(source, texts, bases))


def states_of(translation: Translation, article: ArticlePage) -> Mapping[str, State]:
    """The state of each piece of `article`, a row or draft of the translation, in the order of the source."""
    return compare(translation, article, source_of(translation).pieces).states
