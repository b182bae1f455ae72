"""What is not written down fails: commands, settings from the environment, make targets."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from news.access.scopes import Scope

ROOT = Path(__file__).resolve().parent.parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
COMMANDS = sorted(
    path.stem for path in ROOT.glob("*/management/commands/*.py") if not path.stem.startswith("_")
)
VARIABLES = sorted(
    {
        name
        for path in (ROOT / "cms" / "settings").glob("*.py")
        for name in re.findall(r'env\.\w+\(\s*["\'](\w+)["\']', path.read_text())
    }
)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"| `{name}" in OPERATIONS


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_documented(name: str) -> None:
    assert f"| `{name}`" in OPERATIONS


def test_the_documented_grants_are_those_of_the_settings() -> None:
    table = OPERATIONS.split("### The delivery role")[1].split("```")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    documented = {
        name: ("*",) if columns == "all" else tuple(re.findall(r"`(\w+)`", columns)) for name, columns in rows
    }
    assert documented == settings.DELIVERY_GRANTS


def test_the_documented_proxy_knows_every_language() -> None:
    codes = "|".join(code for code, _ in settings.LANGUAGES)
    assert f"({codes})/search/?$" in OPERATIONS


def test_no_command_is_documented_that_does_not_exist() -> None:
    documented = re.findall(r"^\| `([a-z_]+)[ `]", OPERATIONS.split("## Commands")[1], re.MULTILINE)
    assert set(documented) == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_make_targets_named_in_the_readme_exist() -> None:
    named = set(re.findall(r"`make (\w+)`|^make (\w+)$", (ROOT / "README.md").read_text(), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {first or second for first, second in named} <= targets


def test_the_documented_scopes_are_those_of_tokens() -> None:
    table = OPERATIONS.split("| scope | opens |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == Scope.values
