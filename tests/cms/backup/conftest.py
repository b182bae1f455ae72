"""Two newsrooms that tests of backup begin with copies of; nothing is done in themselves."""

from collections.abc import Iterator

import pytest

from tests.cms.backup import scripts
from tests.cms.backup.places import Place, place
from tests.migrated import migrated


@pytest.fixture(scope="session")
def unused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A newsroom that was set up and holds nothing."""
    with place(tmp_path_factory.mktemp("unused"), migrated()) as newsroom:
        newsroom.manage("newsroom")
        yield newsroom


@pytest.fixture(scope="session")
def filled(unused: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A small newsroom with public stories, a withdrawn, a killed and an unpublished one."""
    with place(tmp_path_factory.mktemp("filled"), unused) as newsroom:
        newsroom.manage("shell", "--no-imports", "-c", scripts.FILL)
        yield newsroom
