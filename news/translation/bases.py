"""Notes what the texts of a translation were made from."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from news.models import ArticlePage
from news.translation.models import Basis, Translation
from news.translation.pieces import digest, digests, pieces
from news.translation.progress import refresh
from news.translation.sources import Text, known, source_of


@transaction.atomic
def begin(page: ArticlePage, source: ArticlePage) -> Translation:
    """Make `page` a translation of `source`: what says the same as that is yet to be translated."""
    translation = Translation.objects.create(page=page, source=source)
    note(translation, page)
    return translation


def note(
    translation: Translation,
    draft: ArticlePage,
    *,
    by: Any = None,
    revision: int | None = None,
) -> None:
    """Note what the new texts of `draft`, which is saved as `revision`, were made from, and whose they are.

    A text that comes back is what it was.
    """
    before: Mapping[str, str] = translation.drafted
    after = digests(pieces(draft))
    if after == before:
        return
    source = source_of(translation)
    bases = known(translation, (*before.items(), *after.items()), source.pieces)
    rows = []
    for key, text in new_texts(before, after, bases):
        replaced = bases.get((key, before.get(key, "")))
        now = source.basis(key)
        made = basis_of_new(draft, key, now, replaced)
        if replaced or key in source.pieces or made is not now:
            whose = author(draft, key, text, {now["source_digest"], made["source_digest"]}, by)
            noted = {"translation": translation, "revision": revision, **made, **whose}
            rows.append(Basis(key=key, digest=text, **noted))
    Basis.objects.bulk_create(rows)
    translation.drafted = after
    translation.save(update_fields=["drafted"])
    refresh([translation])


def basis_of_new(
    draft: ArticlePage, key: str, now: Mapping[str, Any], replaced: Basis | None
) -> Mapping[str, Any]:
    """What a new text was made from: from `now`, if somebody had that before their eyes while they wrote.

    `source_shown` of the draft are the digests, by key, of what they had. Otherwise it was made from what
    `made_from` of the draft says, or else from whatever the text was made from that it replaces: who changes
    a word has not compared. Where it replaces none, it was made from what they had, of which nobody knows
    the words any more.
    """
    shown = draft.source_shown.get(key)
    if shown == now["source_digest"]:
        return now
    if older := draft.made_from.get(key) or basis_of(replaced):
        return older
    return {"source": "", "source_digest": shown, "source_version": None} if shown else now


def author(draft: ArticlePage, key: str, text: str, sources: Collection[str], by: Any) -> dict[str, Any]:
    """Whose a new text is: that of one of its `sources`, a machine's, or that of the person who saves it."""
    if text in sources:
        return {"origin": Basis.Origin.COPY}
    if draft.made_by_machine.get(key) == text:
        return {"origin": Basis.Origin.MACHINE}
    return {"origin": Basis.Origin.PERSON, "by": by}


def basis_of(replaced: Basis | None) -> dict[str, Any]:
    """What a text was made from, to be said of the one that replaces it."""
    names = ("source", "source_digest", "source_version", "last_version")
    return {name: getattr(replaced, name) for name in names} if replaced else {}


def forget(translation: Translation, before: Mapping[str, str], revision: int) -> None:
    """Forget the texts of `before` that only `revision`, which was overwritten, had: autosave writes many.

    A machine's and copies are remembered, or one that comes back would be taken for the work of who brings
    it back.
    """
    gone = {key: text for key, text in before.items() if translation.drafted.get(key) != text}
    rows = Basis.objects.filter(translation=translation, revision=revision, origin=Basis.Origin.PERSON)
    rows.filter(key__in=gone, digest__in=gone.values()).delete()


def new_texts(
    before: Mapping[str, str], after: Mapping[str, str], bases: Mapping[Text, Basis]
) -> Iterator[Text]:
    """What `after` says that `before` did not, but for what was said, and so noted, earlier."""
    return (
        (key, text) for key, text in after.items() if before.get(key) != text and (key, text) not in bases
    )


def still_right(translations: Iterable[Translation]) -> None:
    """Note which texts of these were made from what the public versions of their sources still say."""
    for row in translations:
        source = source_of(row)
        if source.version:
            says, nothing = digests(source.pieces), digest("")
            bases = Basis.objects.filter(translation=row).values_list("pk", "key", "source_digest")
            right = [pk for pk, key, said in bases if said == says.get(key, nothing)]
            Basis.objects.filter(pk__in=right).update(last_version=source.version)


def settle(translation: Translation, keys: Iterable[str], *, by: Any) -> None:
    """Note that a person says that these pieces, as they are drafted, are right for what the source says now.

    A machine's text becomes theirs, what is the same in both languages counts as translated, and what is
    not there was left out on purpose. A text stays right for what it was made from.
    """
    source = source_of(translation)
    for key in keys:
        text: str = translation.drafted.get(key, digest(""))
        made = source.basis(key)
        rows = Basis.objects.filter(translation=translation, key=key, digest=text)
        rows.filter(origin=Basis.Origin.COPY).delete()  # whoever copied it has said nothing of it
        rows.filter(origin=Basis.Origin.MACHINE).update(origin=Basis.Origin.PERSON, by=by)
        rows.update_or_create(
            translation=translation,
            key=key,
            digest=text,
            source_digest=made["source_digest"],
            defaults={**made, "origin": Basis.Origin.PERSON, "by": by, "revision": None},
        )
    refresh([translation])
