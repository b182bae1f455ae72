"""Says in the editors' words how a question was understood and why a story is an answer or none."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.editorial.states import LABELS
from news.models import ArticlePage
from news.publication.states import PUBLIC_LABELS, states
from news.publication.withheld import withheld_reason
from search.engines.base import MAX_DEPTH
from search.queries.explaining import Explained, Placed, TookPart, Verdict
from search.queries.shares import WordShare

Json = dict[str, Any]
Words = Mapping[str, Promise | str]

VIEWS: Final[Words] = {
    "exact": _("as it is spelled"),
    "pre": _("without article and conjunction"),
    "light": _("in any inflection"),
    "skeleton": _("by its consonants"),
    "gram": _("by letters alike"),
    "bi": _("two words side by side"),
}
TEXTS: Final[Words] = {
    "title": _("In the title"),
    "body": _("In the text"),
    "lead": _("At the beginning"),
    "all": _("Anywhere"),
}
MATCHES: Final[Words] = {
    "word": _("has it"),
    "letters": _("has only letters alike"),
    "none": _("does not have it"),
    "stop": _("a common word: it counts only as it is spelled"),
    "pair": _("side by side"),
    "other": _("asked for instead of a word"),
}
FILTERS: Final[Words] = {
    "section": _("section"),
    "topic": _("topic"),
    "tag": _("tag"),
    "author": _("author"),
    "kind": _("kind"),
    "published_after": _("published from"),
    "published_before": _("published before"),
    "without": _("left out until the index has caught up"),
}
RULES: Final[Words] = {
    "synonym": _("Synonym"),
    "best_bet": _("Best bet"),
    "protected_word": _("Protected word"),
}
REASONS: Final[Words] = {
    "found": _("It is answer %(place)s of %(total)s."),
    "beyond": _("It is an answer, but stands after the first %(most)s, which is as far as anybody reads."),
    "not_public": _("Readers cannot find it, for it is not public."),
    "other_locale": _("It is in another language than the one that was searched."),
    "no_words": _("There is no word in the question to search for."),
    "filtered": _("It has words of the question, or might, but does not meet what was asked beside them."),
    "not_indexed": _("It is public, but the index has not caught up with it yet. Ask again soon."),
    "not_all_words": _("It lacks a word, and other stories have all: the newest of those are listed."),
    "no_match": _("It has none of the words that were asked for, in title or text, in any inflection."),
}
PHRASE: Final = "phrase:"


def sentence(verdict: Verdict, total: int) -> str:
    """The verdict as one sentence, in the active language."""
    parts = {"place": verdict.place, "total": total, "most": MAX_DEPTH}
    return str(REASONS[verdict.reason]) % parts


def failures(verdict: Verdict) -> list[str]:
    """The phrases and filters that a story does not meet, in the active language."""
    return [
        str(_("The words “%(phrase)s” do not stand side by side in it.")) % {"phrase": name[len(PHRASE) :]}
        if name.startswith(PHRASE)
        else str(_("It does not meet the filter: %(filter)s.")) % {"filter": FILTERS.get(name, name)}
        for name in verdict.failed
    ]


def standing(article: ArticlePage) -> list[str]:
    """Where a story is, for who may know of it, and what keeps it from readers if it is live."""
    where = states([article])[article.pk]
    withheld = withheld_reason(article)
    lines = [str(PUBLIC_LABELS[where.public]), str(LABELS[where.editorial])]
    return [*lines, *([withheld.message] if withheld else ())]


def told(found: Explained, article: ArticlePage | None) -> Json:
    """An explanation as data; `article` is the story that was named, if the person may know of it."""
    return {
        "tokens": {view: list(tokens) for view, tokens in found.tokens.items()},
        "stopped": list(found.stopped),
        "phrases": list(found.phrases),
        "by_spelling": found.by_spelling,
        "total": found.total,
        "weak": found.weak,
        "engine": found.engine,
        "took_part": rules(found.took_part),
        "results": [placed(one) for one in found.results],
        "story": judged(found.verdict, found.total, article) if found.verdict else None,
    }


def rules(took_part: Iterable[TookPart]) -> list[Json]:
    """The rules of the editors that took part."""
    return [{"kind": one.kind, "text": one.text} for one in took_part]


def placed(one: Placed) -> Json:
    """An answer with what each word adds to its score."""
    return {
        "place": one.place,
        "id": str(one.id),
        "title": one.card["title"],
        "path": one.card["path"],
        "score": rounded(one.score),
        "by_date": rounded(one.by_date),
        "words": [share(word) for word in one.words],
    }


def share(word: WordShare) -> Json:
    """What a word adds."""
    shares = [{"text": one.text, "view": one.view, "score": rounded(one.score)} for one in word.shares]
    return {"word": word.word, "match": word.match, "score": rounded(word.score), "shares": shares}


def judged(verdict: Verdict, total: int, article: ArticlePage | None) -> Json:
    """The verdict on a story; where it is not public, where it is, for who may know."""
    hidden = verdict.reason == "not_public" and article is not None
    return {
        "reason": verdict.reason,
        "message": sentence(verdict, total),
        "place": verdict.place or None,
        "missing": list(verdict.missing),
        "failed": list(verdict.failed),
        "details": failures(verdict) + (standing(article) if hidden and article else []),
        "words": [share(word) for word in verdict.words],
    }


def rounded(score: float) -> float:
    """A score as people read it."""
    return round(score, 4)
