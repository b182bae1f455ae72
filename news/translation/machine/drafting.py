"""Has a machine draft what nobody has translated, and saves it as one revision, or nothing."""

import html
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from news.editorial.refusals import Refusal, Refused
from news.editorial.saving import lock
from news.models import ArticlePage
from news.text.plain import plain_text, shows
from news.translation.exchange.writing_out import RICH, kinds_of
from news.translation.glossary import terms_of
from news.translation.machine.base import MachineFailed, Reason, is_configured, translator
from news.translation.machine.budget import give_back, spend
from news.translation.machine.protecting import keeps_marks, protect, unprotected, written
from news.translation.models import Translation
from news.translation.pieces import NAMES, digest, digests
from news.translation.sources import source_of, states_of
from news.translation.states import State
from news.translation.working import cannot_write_in
from news.translation.writing import Sheet, plain_of

logger = logging.getLogger(__name__)
TO_DRAFT = frozenset({State.UNTRANSLATED, State.MISSING})


@dataclass(frozen=True)
class Task:
    """What a machine is to translate: pieces by key, which of them have marks, and for which draft."""

    article: ArticlePage
    source: ArticlePage
    texts: Mapping[str, str]
    rich: frozenset[str]
    revision: int | None
    said: Mapping[str, str]  # digests of all that the source says

    @property
    def locales(self) -> tuple[str, str]:
        """From which language into which."""
        return self.source.locale.language_code, self.article.locale.language_code


def cannot_draft(article: ArticlePage, by: Any) -> Refusal | None:
    """Why a machine may not draft this translation for `by` now; None where it may."""
    return cannot_write_in(article, by) if is_configured() else Refusal("machine_none")


def draft_by_machine(article: ArticlePage, by: Any) -> int:
    """Draft what is untranslated or missing; the revision, saved by `by`. Raises Refused, with nothing done.

    The machine is asked outside any transaction; what it says is saved only if nobody changed the draft
    or its source meanwhile. What it spoiled stays untranslated.
    """
    if found := cannot_draft(article, by):
        raise Refused(found)
    task = task_of(article)
    answers = translated(task)
    return save(task, answers, by)


def task_of(article: ArticlePage) -> Task:
    """What there is to translate; raises Refused where there is nothing."""
    article = ArticlePage.objects.select_related("locale").get(pk=article.pk)
    translation = Translation.objects.get(page_id=article.pk)
    source, draft = source_of(translation), article.get_latest_revision_as_object()
    if source.article is None:
        raise Refused("not_a_translation")
    found = states_of(translation, draft)
    wanted = [key for key, state in found.items() if state in TO_DRAFT and key not in NAMES]
    texts = {key: source.pieces[key] for key in wanted if key in source.pieces}
    if not texts:
        raise Refused("machine_nothing")
    kinds = kinds_of(source.article)
    rich = frozenset(key for key in texts if kinds.get(key) in RICH)
    return Task(article, source.article, texts, rich, article.latest_revision_id, digests(source.pieces))


def translated(task: Task) -> dict[str, str]:
    """What a machine makes of each piece, line by line; what it spoiled is left out. Raises Refused."""
    lines = [(key, line) for key, text in task.texts.items() for line in text.split("\n")]
    asked = [line if key in task.rich else written(html.unescape(line)) for key, line in lines]
    forms = forms_in(task)
    both = zip(lines, asked, strict=True)
    sent = [protect(line, forms.get(key, {})) for (key, _line), line in both if shows(line)]
    answers = iter(answers_to(sent, task.locales))
    found: dict[str, list[str | None]] = {key: [] for key in task.texts}
    for (key, _line), line in zip(lines, asked, strict=True):
        found[key].append(usable(line, next(answers), rich=key in task.rich) if shows(line) else line)
    return {key: "\n".join(map(str, texts)) for key, texts in found.items() if None not in texts}


def forms_in(task: Task) -> dict[str, dict[str, str]]:
    """The words in each piece that the glossary has a form for in the other language, and that form."""
    found = terms_of(task.texts, *task.locales)
    words = {key: plain_text(text) for key, text in task.texts.items()}
    return {
        key: {words[key][one.start : one.end]: one.form for one in terms if one.form}
        for key, terms in found.items()
    }


def answers_to(sent: list[str], locales: tuple[str, str]) -> list[str]:
    """What the machine answers, within what the newsroom may send in a day; raises Refused."""
    letters = sum(map(len, sent))
    day = spend(letters)
    try:
        answers = translator().translate(sent, *locales)
        if len(answers) != len(sent):
            raise MachineFailed(Reason.BAD_ANSWER, f"{len(answers)} texts for {len(sent)}")
    except MachineFailed as failed:
        give_back(day, letters)
        logger.warning("machine translation failed: %s", failed)
        raise Refused(f"machine_{failed.reason}") from failed
    except BaseException:
        give_back(day, letters)
        raise
    return answers


def usable(line: str, answer: str, *, rich: bool) -> str | None:
    """An answer as a line of a piece; None where it says nothing or lost its marks."""
    answer = unprotected(answer).replace("\n", " ").strip()
    if not shows(plain_of(answer)) or not keeps_marks(line, answer):
        return None
    return answer if rich else written(plain_of(answer).strip())


@transaction.atomic
def save(task: Task, answers: Mapping[str, str], by: Any) -> int:
    """Save what a machine wrote as a revision, if draft and source are still what it worked on.

    Raises Refused, with nothing done, also where nothing of it can be used.
    """
    lock(task.article.pk)
    article = ArticlePage.objects.get(pk=task.article.pk)
    by = type(by)._default_manager.get(pk=by.pk)  # rights are remembered, and time has passed
    if found := cannot_write_in(article, by):
        raise Refused(found)
    draft = article.get_latest_revision_as_object()
    if article.latest_revision_id != task.revision or not unchanged(task, draft):
        raise Refused("machine_changed")
    sheet = Sheet(draft, task.source)
    wrote = {key: digest(sheet.says(key)) for key in put_all(sheet, answers)}
    if not wrote:
        raise Refused("machine_bad_answer")
    sheet.finish()
    draft.made_by_machine = wrote
    draft.source_shown = {key: task.said[key] for key in wrote}
    return int(draft.save_revision(user=by, log_action=True, clean=False).pk)


def unchanged(task: Task, draft: ArticlePage) -> bool:
    """Whether the source still says what was translated, and that is still to be drafted here."""
    translation = Translation.objects.get(page_id=draft.pk)
    found = states_of(translation, draft)
    still = all(found.get(key) in TO_DRAFT for key in task.texts)
    return still and digests(source_of(translation).pieces) == task.said


def put_all(sheet: Sheet, answers: Mapping[str, str]) -> Iterable[str]:
    """Write what fits; the keys of what changed."""
    for key, text in answers.items():
        before = sheet.says(key)
        try:
            sheet.put(key, text)
        except Refused as refused:
            logger.info("machine translation of %s was left out: %s", key, refused)
            continue
        if sheet.says(key) != before:
            yield key
