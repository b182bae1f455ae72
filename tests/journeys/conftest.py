"""A running newsroom and a real browser, shared by all journeys."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.running import PASSWORD, RunningNewsroom
from tests.migrated import migrated

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNewsroom]:
    """The demo newsroom, running."""
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("newsroom"), migrated())
    newsroom.manage("demo")
    newsroom.start()
    yield newsroom
    newsroom.kill()
    newsroom.commands.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Headless Chromium: the one CHROMIUM names, else the one installed.

    It goes with the last journey: Playwright keeps a loop running, in which Django refuses to ask a database.
    """
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    assert found, "No Chromium: run scripts/need_programs.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where journeys leave their screenshots."""
    directory = Path("build/screenshots")
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@pytest.fixture
def people(chromium: Browser, running: RunningNewsroom) -> Iterator[Any]:
    """Logs people in, each with a browser of their own."""
    contexts = []

    def log_in(name: str) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="ar")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{running.base}/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    yield log_in
    for context in contexts:
        context.close()
