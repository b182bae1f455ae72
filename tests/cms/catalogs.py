"""Reads what there is to translate from the source, and the translations from the catalogs."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "cms" / "locale"
MESSAGES = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
IN_TEMPLATE = re.compile(
    r"""{%-?\s*(?:translate|trans)\s+(["'])(.+?)\1|{%\s*blocktrans(?:late)?[^%]*%}(.*?){%""", re.DOTALL
)


class Entry(NamedTuple):
    """One message of a .po file: its comments, and its strings by keyword (`msgid`, `msgstr[2]`)."""

    flags: str
    text: dict[str, str]

    @property
    def translations(self) -> dict[str, str]:
        """The translated strings, one for each plural form."""
        return {key: text for key, text in self.text.items() if key.startswith("msgstr")}


def catalog_path(language: str, suffix: str) -> Path:
    """Where the catalog of `language` is; `suffix` is "po" or "mo"."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


def python_messages() -> Iterator[ast.expr]:
    """The messages given to gettext in the code, as expressions."""
    for app in ("cms", "home", "news", "search"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    yield from node.args[: MESSAGES.get(name, 0)]


def source_messages() -> set[str]:
    """Every message of the code and the templates."""
    code = {node.value for node in python_messages() if isinstance(node, ast.Constant)}
    printed = "".join(path.read_text() for path in sorted((ROOT / "templates").rglob("*.html")))
    return code | {quoted or as_message(block) for _, quoted, block in IN_TEMPLATE.findall(printed)}


def as_message(block: str) -> str:
    """A trimmed block of a template as catalogues have it: in one line, its variables as placeholders."""
    text = " ".join(line.strip() for line in block.strip().splitlines())
    return re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text)


def po_entries(language: str) -> list[Entry]:
    """The entries of a .po file, its header first."""
    return [_entry(block) for block in re.split(r"\n\s*\n", catalog_path(language, "po").read_text())]


def _entry(block: str) -> Entry:
    flags = "".join(line for line in block.splitlines() if line.startswith("#"))
    strings = re.findall(r'^(msg[\w\[\]]+) ((?:"(?:[^"\\]|\\.)*"\s*)+)', block, re.MULTILINE)
    return Entry(flags, {key: "".join(map(ast.literal_eval, lines.splitlines())) for key, lines in strings})


def compiled(language: str) -> dict[str | tuple[str, int], str]:
    """What the .mo file of `language` holds, in the shape of `expected`."""
    with catalog_path(language, "mo").open("rb") as file:
        return vars(GNUTranslations(file))["_catalog"]


def expected(language: str) -> dict[str | tuple[str, int], str]:
    """What compiling the .po file of `language` gives."""
    found: dict[str | tuple[str, int], str] = {}
    for entry in po_entries(language):
        for key, text in entry.translations.items():
            number = re.search(r"\d", key)
            msgid = entry.text["msgid"]
            found[(msgid, int(number[0])) if number else msgid] = text
    found[""] = re.sub("POT-Creation-Date.*\n", "", found[""])  # left out when compiled
    return found
