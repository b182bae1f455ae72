"""What keeps a translation from being reviewed and published: what nobody has translated, or read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from news.editorial.approvals import approved_fingerprints, publishing
from news.editorial.embargo import has_right
from news.editorial.fingerprint import fingerprint
from news.editorial.four_eyes import locked_row
from news.editorial.models import Approval
from news.editorial.refusals import Refusal, Refused
from news.editorial.reviews import TRANSLATION
from news.models import ArticlePage
from news.translation.models import Basis, Translation, Waiver
from news.translation.pieces import digest, pieces
from news.translation.sources import compare, row_of, source_of, translation_of
from news.translation.states import State

UNTRANSLATED = frozenset({State.UNTRANSLATED, State.MISSING})


def kind_of_review(article: ArticlePage) -> str:
    """The kind by which a story is reviewed: translations have one of their own. At most one query."""
    return TRANSLATION if article.pk and translation_of(article) else article.kind


def unfinished(translation: Translation, article: ArticlePage) -> dict[str, State]:
    """The pieces of a row or draft of a translation that nobody translated, or read after a machine did.

    In the order of the source, each as untranslated, missing or machine; what was waived is not among them.
    """
    compared = compare(translation, article, source_of(translation).pieces)
    source, texts = compared.source, compared.texts
    moved = nobodys(translation, texts.values())
    found = {}
    for key, state in compared.states.items():
        made = compared.made(key)
        if made and made.origin == Basis.Origin.MACHINE:
            found[key] = State.MACHINE  # whatever became of its source
        elif state in UNTRANSLATED:
            found[key] = state
        elif made is None and (origin := moved.get(digest(texts.get(key, "")))):
            found[key] = origin
    waived = waived_by(translation)
    return {key: state for key, state in found.items() if waived.get(key) != words(key, source, texts)}


def nobodys(translation: Translation, texts: Iterable[str]) -> dict[str, State]:
    """Which of these texts stood elsewhere in the translation as a copy or a machine's, by digest; one query.

    A block that was duplicated has a key of its own, and the words of the other.
    """
    rows = Basis.objects.filter(translation=translation, digest__in={digest(text) for text in texts if text})
    found = rows.exclude(origin=Basis.Origin.PERSON).values_list("digest", "origin")
    machine = Basis.Origin.MACHINE
    return {text: State.MACHINE if origin == machine else State.UNTRANSLATED for text, origin in found}


def words(key: str, source: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """The digest of what is waived: a text, or that it is missing, of what the source says there."""
    text = texts.get(key, "")
    return digest(text) if text else digest(f"missing: {source.get(key, '')}")


def waived_by(translation: Translation) -> dict[str, str]:
    """What was waived of a translation: digests by key, the newest of each. One query."""
    rows = Waiver.objects.filter(translation=translation).order_by("pk").values_list("pieces", flat=True)
    return {key: text for pieces_waived in rows for key, text in pieces_waived.items()}


def objections(article: ArticlePage, *, lacking: bool = True) -> list[Refusal]:
    """Why this draft may be neither reviewed nor published, as far as it is a translation.

    What it lacks of its source (`lacking`) does not count at publication: it was all there when it was
    approved, and readers are told what the source has said since.
    """
    translation = row_of(article)  # of a source that is gone, too
    if translation is None:
        return []
    left = [state for state in unfinished(translation, article).values() if lacking or state != State.MISSING]
    machine = left.count(State.MACHINE)
    counts = {"untranslated": len(left) - machine, "machine_unseen": machine}
    return [Refusal(code, {"count": count}) for code, count in counts.items() if count]


def source_objections(article: ArticlePage) -> list[Refusal]:
    """Why a translation may not go out yet: nobody has let out what it was made from.

    Its own review reads the language; what is said was for the review of the source. That is public, or
    approved as its newest draft stands.
    """
    translation = translation_of(article)
    source = ArticlePage.objects.filter(pk=translation.source_id).first() if translation else None
    if source is None or source.live:
        return []
    words_of_draft = fingerprint(source.get_latest_revision_as_object())
    if words_of_draft in approved_fingerprints([source.pk]).get(source.pk, set()):
        return []
    return [Refusal("source_not_approved")]


def answered_for(article: ArticlePage, by: Any) -> list[Refusal]:
    """Why `by` may not approve this draft of a translation: who answers for words of it is no second person.

    To take over a machine's text, to say of a piece that it is still right, or to waive one leaves no
    revision. What was let out since counts no more.
    """
    translation = row_of(article)
    if translation is None:
        return []
    last = publishing(Approval.objects.filter(page_id=article.pk)).last()
    since = {"at__gt": last.approved_at} if last else {}
    drafted = set(translation.drafted.items())
    rows = Basis.objects.filter(translation=translation, origin=Basis.Origin.PERSON, by=by, **since)
    own = any(pair in drafted for pair in rows.values_list("key", "digest"))
    if own or Waiver.objects.filter(translation=translation, by=by, **since).exists():
        return [Refusal("four_eyes_translator")]
    return []


@transaction.atomic
def waive(article: ArticlePage, *, reason: str, by: Any) -> Waiver:
    """Let a translation go out with what is unfinished of its newest draft, and of that alone.

    Raises Refused unless `by` may edit the stories of others here and gives a reason, and there is anything
    unfinished.
    """
    page = locked_row(article.pk)
    if not has_right(page, by, "change"):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_required")
    translation = row_of(page)
    if translation is None:
        raise Refused("not_a_translation")
    draft = page.get_latest_revision_as_object()
    left = unfinished(translation, draft)
    if not left:
        raise Refused("nothing_to_waive")
    source, texts = source_of(translation).pieces, pieces(draft)
    row = Waiver.objects.create(
        translation=translation,
        pieces={key: words(key, source, texts) for key in left},
        reason=reason.strip(),
        by=by,
    )
    log(page, "nashra.translation.waive", user=by, data={"reason": row.reason, "pieces": list(left)})
    return row
