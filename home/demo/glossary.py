"""The glossary of the demo newsroom: terms of its stories, each installed once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry

from home.demo.data import FOLDER, LOCALES, Localised
from home.demo.records import DemoDataError, Record
from news.translation.models import Term, TermForm

FILE = "glossary.json"
MADE = "wagtail.create"


@dataclass(frozen=True)
class DemoTerm:
    """A term, and in each language what it is called, what it is not to be called, and what is said of it."""

    key: str
    kind: str
    forms: Localised
    discouraged: Localised
    notes: Localised


def load(folder: Path = FOLDER) -> list[DemoTerm]:
    """Read and check all terms, or raise a DemoDataError that names the key."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DemoDataError(FILE, "(file)", f"cannot be read: {error}") from error
    return [term_of(record) for record in Record(FILE, raw).records("terms")]


def term_of(record: Record) -> DemoTerm:
    """One term; raises DemoDataError."""
    return DemoTerm(
        record.text("key"),
        record.choice("kind", Term.Kind.values),
        record.localised("forms", LOCALES),
        some(record, "discouraged"),
        some(record, "note"),
    )


def some(record: Record, name: str) -> Localised:
    """Words in some of the languages, or in none."""
    if not record.has(name):
        return {}
    given = record.record(name)
    return {code: given.text(code) for code in LOCALES if given.has(code)}


def install_glossary(by: Any) -> None:
    """Install each term once: what was changed stays changed, what was removed stays away."""
    made = set(
        ModelLogEntry.objects.get_for_model(Term).filter(action=MADE).values_list("data__demo", flat=True)
    )
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for one in load():
        if one.key not in made:
            install(one, locales, by)


def install(one: DemoTerm, locales: dict[str, Locale], by: Any) -> None:
    """Install one term, in the languages there are; nothing where the newsroom has such a form already."""
    term = Term(kind=one.kind)
    forms = [
        TermForm(
            locale=locales[code],
            text=text,
            discouraged=one.discouraged.get(code, ""),
            note=one.notes.get(code, ""),
        )
        for code, text in one.forms.items()
        if code in locales
    ]
    for form in forms:
        form.settle()
        if TermForm.objects.filter(locale=form.locale, key=form.key).exists():
            return
        form.verify()
    term.forms = forms
    term.save()
    log(term, MADE, user=by, data={"demo": one.key})
