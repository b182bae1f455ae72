"""Keeps what people typed text in the CSV files the admin exports, and reads in."""

from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What spreadsheets take for the beginning of a formula, as OWASP lists it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(value: Any) -> Any:
    """A value as a cell of CSV: behind a quotation mark where a spreadsheet would calculate it."""
    shown = force_str(value, strings_only=True)
    return f"'{shown}" if isinstance(shown, str) and shown.startswith(FORMULA) else shown


def typed(cell: str) -> str:
    """What somebody typed, from a cell of CSV that `as_text` may have written."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def write_csv_row(view: SpreadsheetExportMixin, writer: Any, row: dict[str, Any]) -> Any:
    """Write a row of a report."""
    cells = {name: view.preprocess_field_value(name, value, view.FORMAT_CSV) for name, value in row.items()}
    return writer.writerow({name: as_text(cell) for name, cell in cells.items()})


def keep_text() -> None:
    """Have every report write its rows so, Wagtail's own as well: they export titles too."""
    SpreadsheetExportMixin.write_csv_row = write_csv_row
