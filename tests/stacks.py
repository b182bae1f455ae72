"""Which tests run on this stack: those of another are deselected and counted, so that a skip stands out.

A quick run asks SQLite all but a few long journeys, and PostgreSQL what database or engine decide; what it
leaves to another run it counts as well.
"""

import os
from collections import Counter
from typing import Any

import pytest

POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
HERE = {
    "sqlite": not POSTGRESQL,
    "postgresql": POSTGRESQL,
    "elasticsearch": bool(os.environ.get("ELASTICSEARCH_URL", "")),
}
DECIDED = (
    "tests/cms/backup/test_round_trip.py",
    "tests/cms/test_postgresql.py",
    "tests/journeys/test_delivery_role.py",
    "tests/news/publication/test_at_once.py",
    "tests/news/publication/test_desk_at_once.py",
    "tests/news/publication/test_marks.py",
    "tests/news/publication/test_releases",
    "tests/news/record/",
    "tests/news/publication/test_translations_at_once.py",
    "tests/search/evaluation/",
    "tests/search/judging/",
    "tests/search/test_builds.py",
    "tests/search/test_e",
    "tests/search/test_current.py",
    "tests/search/test_hostile.py",
    "tests/search/test_indexing.py",
    "tests/search/test_locales.py",
    "tests/search/test_meant.py",
    "tests/search/test_suggest.py",
)
LONG = (
    "tests/cms/test_cache.py",
    "tests/cms/test_deployment.py::test_every_service",
    "tests/home/test_demo_install.py::test_a_deleted",
    "tests/home/test_demo_install.py::test_a_run_that",
    "tests/home/test_demo_install.py::test_a_story_that_came",
    "tests/home/test_demo_install.py::test_what_was",
    "tests/journeys/test_crashes.py",
    "tests/journeys/test_day_at_the_desk.py",
    "tests/journeys/test_demo.py::test_an_installation_that_was_killed",
    "tests/journeys/test_direction.py",
    "tests/journeys/test_readers_search.py::test_a_story_is_chosen",
    "tests/journeys/test_side_by_side.py::test_several",
    "tests/journeys/test_side_by_side.py::test_two_hundred",
    "tests/journeys/test_side_by_side.py::test_what_is_typed",
    "tests/journeys/test_sign_in.py",
    "tests/journeys/test_stuck_search.py",
    "tests/journeys/test_translation_desk.py",
    "tests/journeys/test_while_writing.py::test_an_editor",
    "tests/journeys/test_while_writing.py::test_what_is_typed",
    "tests/news/access/test_sessions.py::test_production_warns",
    "tests/news/access/test_sessions.py::test_the_environment_chooses",
    "tests/news/admin/test_translations.py::test_the_desk_is_narrowed",
    "tests/news/publication/test_receivers.py::test_after_a_change_the_store_says_what_the_gate_says[links",
    "tests/news/publication/test_taking_down.py::test_what_many",
    "tests/news/translation/test_severity.py::test_a_note_about",
    "tests/news/translation/test_severity.py::test_what_was_pulled",
)
# Of what is asked of each role and of each story, a quick run asks some.
EACH = {
    "tests/news/permissions/test_matrix.py": ("desk", "reporter"),
    "tests/news/editorial_api/test_matrix.py": ("desk", "reporter"),
    "tests/news/publication/test_every_path.py": ("unapproved", "edited", "embargoed", "killed", "spiked"),
}
# SQLite runs these one after the other.
RACES = (
    "tests/news/publication/test_at_once.py",
    "tests/news/publication/test_desk_at_once.py",
    "tests/news/publication/test_translations_at_once.py",
    "tests/news/publication/test_releases_at_once.py",
)
# What neither database nor engine touches is the same on both stacks.
ALIKE = (
    "tests/architecture/",
    "tests/cms/test_cache.py",
    "tests/cms/test_deployment.py",
    "tests/cms/test_docs.py",
    "tests/cms/test_logs.py",
    "tests/cms/test_settings.py",
    "tests/cms/test_translations.py",
    "tests/home/test_demo_data.py",
    "tests/journeys/test_stuck_search.py",
    "tests/news/api/test_process.py",
    "tests/news/api/test_schema.py",
    "tests/news/text/",
    "tests/scripts/",
    "tests/search/evaluation/test_bootstrap.py",
    "tests/search/evaluation/test_collection.py",
    "tests/search/evaluation/test_measures.py",
    "tests/search/test_analysis.py",
    "tests/search/test_embedded_files.py",
)
LATER, SQLITE = "a whole run", "the run on SQLite"
REGROUP = "pytest-xdist keeps no groups together under this pytest; pyproject.toml names one that fits."
elsewhere: Counter[str] = Counter()
wrong: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run that must prove everything say so."""
    parser.addoption("--quick", action="store_true", help="leave what takes long to a whole run")
    parser.addoption("--no-skips", action="store_true", help="fail where anything was skipped")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks."""
    for name in HERE:
        config.addinivalue_line("markers", f"{name}: runs where the tests run on {name}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what needs another stack, and look whether xdist marked its groups."""
    kept, gone = [], []
    for item in items:
        lacking = [name for name, here in HERE.items() if not here and item.get_closest_marker(name)]
        if POSTGRESQL and item.nodeid.startswith(ALIKE):
            lacking.append(SQLITE)
        if config.getoption("quick") and is_left(item):
            lacking.append(LATER)
        elsewhere.update(lacking[:1])
        (gone if lacking else kept).append(item)
    items[:] = kept
    if gone:
        config.hook.pytest_deselected(items=gone)
    grouped = [item.nodeid for item in items if item.get_closest_marker("xdist_group")]
    if config.getoption("loadgroup", False) and not all("@" in name for name in grouped):
        wrong.add(REGROUP)


def is_left(item: pytest.Item) -> bool:
    """Whether a quick run on this stack leaves a test to a whole one."""
    if item.nodeid.startswith(LONG if POSTGRESQL else LONG + RACES):
        return True
    path, _, case = item.nodeid.partition("::")
    if path in EACH and "[" in case and case.rpartition("[")[2].rstrip("]") not in EACH[path]:
        return True
    needs_servers = any(item.get_closest_marker(name) for name in ("postgresql", "elasticsearch"))
    return POSTGRESQL and not needs_servers and not item.nodeid.startswith(DECIDED)


def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker found; all of them collect the same."""
    told = getattr(node, "workeroutput", {})
    elsewhere.update(
        {name: count for name, count in told.get("elsewhere", {}).items() if name not in elsewhere}
    )
    wrong.update(told.get("wrong", []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what a worker found; fail where something is wrong."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output |= {"elsewhere": dict(elsewhere), "wrong": sorted(wrong)}
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if skipped and session.config.getoption("--no-skips"):
        wrong.add(f"Tests were skipped where nothing may be: {skipped}.")
    if wrong:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what runs elsewhere, and why a run fails whose tests did not."""
    for name, count in sorted(elsewhere.items()):
        where = f"On the other stack, as {name} is needed" if name in HERE else f"Left to {name}"
        terminalreporter.write_line(f"{where}: {count} tests.")
    for line in sorted(wrong):
        terminalreporter.write_line(line, red=True)
