"""The glossary as a table: a row a term, three columns a language."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from news.admin.spreadsheets import typed
from news.translation.models import Term, TermForm

MOST_BYTES = 1024 * 1024
MOST_ROWS = 2000
KIND, DISCOURAGED, NOTE = "kind", "discouraged", "note"
BETWEEN = "|"  # between the discouraged forms in one cell


def columns(codes: Iterable[str]) -> list[str]:
    """The columns for these languages."""
    return [KIND, *(name for code in codes for name in (code, f"{code} {DISCOURAGED}", f"{code} {NOTE}"))]


def row_of(term: Term, names: Sequence[str]) -> dict[str, str]:
    """The cells of a term in these columns."""
    cells = dict.fromkeys(names, "") | {KIND: term.kind}
    for form in term.forms.all():
        code = form.locale.language_code
        cells |= {
            code: form.text,
            f"{code} {DISCOURAGED}": f" {BETWEEN} ".join(form.variants()),
            f"{code} {NOTE}": form.note,
        }
    return {name: cells[name] for name in names}


class Unreadable(Exception):
    """A file cannot be taken over. `problems` are sentences for people, with the number of the line."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


def lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file that say something, with their numbers; commas or semicolons are between the cells.

    Raises Unreadable.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("The file is not in UTF-8.")) from error
    header = text.partition("\n")[0]
    between = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    before = 0
    try:
        for cells in reader:
            told = [typed(cell).strip() for cell in cells]
            if any(told):
                yield before + 1, told
            before = reader.line_num
    except csv.Error as error:
        raise Unreadable(at_line(before + 1, _("It is not CSV."))) from error


def at_line(line: int, problem: str) -> str:
    """What is wrong with a line."""
    return _("Line %(line)s: %(problem)s") % {"line": line, "problem": problem}


@dataclass
class Row:
    """A line of the file: the term it is of, and the forms that it adds or changes."""

    term: Term
    forms: list[TermForm] = field(default_factory=list)
    kind_changes: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything is new in it."""
        return bool(self.term.pk is None or self.forms or self.kind_changes)


class Reading:
    """Reads a whole file, of which nothing is stored before all of it was found good; raises Unreadable."""

    def __init__(self, content: bytes) -> None:
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.known: dict[tuple[str, str], Term] = {}
        self.forms: dict[int, dict[str, TermForm]] = {}
        for form in TermForm.objects.select_related("locale", "term"):
            self.known[form.locale.language_code, form.key] = form.term
            self.forms.setdefault(form.term_id, {})[form.locale.language_code] = form
        self.seen: dict[Any, int] = {}
        self.problems: list[str] = []
        self.rows: list[Row] = []
        self.read(list(lines(content)))
        if self.problems:
            raise Unreadable(*self.problems)

    def read(self, found: list[tuple[int, list[str]]]) -> None:
        """Read the lines of the file, the first of which names the columns."""
        if len(found) < 2:
            raise Unreadable(_("There is nothing in the file."))
        if len(found) > MOST_ROWS + 1:
            raise Unreadable(_("A file has at most %(most)s terms.") % {"most": MOST_ROWS})
        (first, names), *rest = found
        strange = [name for name in names if name not in columns(self.locales)]
        if strange or len(set(names)) < len(names) or not set(names) & set(self.locales):
            known = ", ".join(columns(self.locales))
            raise Unreadable(at_line(first, _("The columns are %(names)s.") % {"names": known}))
        for line, cells in rest:
            try:
                if len(cells) > len(names):
                    raise Unreadable(_("It has more cells than there are columns."))
                self.rows.append(self.row(line, dict(zip(names, cells, strict=False))))
            except Unreadable as error:
                self.problems += [at_line(line, problem) for problem in error.problems]

    def row(self, line: int, cells: Mapping[str, str]) -> Row:
        """What a line says; raises Unreadable."""
        told = {code: self.form(code, cells) for code in self.locales if code in cells}
        forms = {code: form for code, form in told.items() if form is not None}
        if not forms:
            raise Unreadable(_("It has no form in any language."))
        places = [(code, form.key) for code, form in forms.items()]
        terms = {self.known[place].pk: self.known[place] for place in places if place in self.known}
        if len(terms) > 1:
            raise Unreadable(_("Its forms are those of several terms."))
        term = next(iter(terms.values()), None) or Term()
        for mark in [*places, *([term.pk] if term.pk else [])]:
            if mark in self.seen:
                raise Unreadable(_("It is the term of line %(other)s.") % {"other": self.seen[mark]})
            self.seen[mark] = line
        row = Row(term)
        self.take_kind(row, cells.get(KIND, "").casefold())
        for code, form in forms.items():
            self.take_form(row, code, form, cells)
        return row

    def form(self, code: str, cells: Mapping[str, str]) -> TermForm | None:
        """The form a line has in a language, if it has one; raises Unreadable."""
        text, variants, note = (
            cells[code],
            cells.get(f"{code} {DISCOURAGED}", ""),
            cells.get(f"{code} {NOTE}", ""),
        )
        if not text:
            if variants or note:
                raise Unreadable(_("%(language)s: The form is missing.") % {"language": code})
            return None
        form = TermForm(
            locale=self.locales[code], text=text, discouraged=variants.replace(BETWEEN, "\n"), note=note
        )
        try:
            form.clean_fields(exclude=["term", "key", "folded"])
            form.settle()
            form.verify()
        except ValidationError as error:
            places = {"discouraged": f"{code} {DISCOURAGED}", "note": f"{code} {NOTE}"}
            found = [(places.get(name, code), told) for name, told in error.message_dict.items()]
            raise Unreadable(*(f"{column}: {one}" for column, told in found for one in told)) from error
        return form

    def take_kind(self, row: Row, kind: str) -> None:
        """Take the kind a line gives over, if it gives one; raises Unreadable."""
        if kind and kind not in Term.Kind.values:
            raise Unreadable(_("The kinds are %(names)s.") % {"names": ", ".join(Term.Kind.values)})
        row.kind_changes = bool(kind) and kind != row.term.kind
        row.term.kind = kind or row.term.kind

    def take_form(self, row: Row, code: str, form: TermForm, cells: Mapping[str, str]) -> None:
        """Take a form over, where it is new or says anything else; columns that are not there stay."""
        before = self.forms.get(row.term.pk or 0, {}).get(code)
        if before is None:
            form.term = row.term
            row.forms.append(form)
            return
        given = {"text": code, "discouraged": f"{code} {DISCOURAGED}", "note": f"{code} {NOTE}"}
        changed = {
            name: getattr(form, name)
            for name, column in given.items()
            if column in cells and getattr(form, name) != getattr(before, name)
        }
        if changed:
            for name, value in changed.items():
                setattr(before, name, value)
            before.settle()
            row.forms.append(before)


@transaction.atomic
def take_over(content: bytes, *, by: Any) -> tuple[int, int]:
    """Take a file over, all of it or nothing: how many terms are new, and how many were changed.

    What the file does not name stays. Raises Unreadable.
    """
    new = changed = 0
    for row in Reading(content).rows:
        if not row.changes:
            continue
        is_new = row.term.pk is None
        row.term.save()
        for form in row.forms:
            form.term = row.term
            form.save()
        log(row.term, "wagtail.create" if is_new else "wagtail.edit", user=by)
        new, changed = new + is_new, changed + (not is_new)
    return new, changed
