"""The cache: Redis for all processes where there is one, else each keeps its own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cms.processes import manage
from tests.journeys.running import free_port, wait_for

READ_AND_WRITE = """
from django.core.cache import cache, caches
print(cache.get("قسم"))
cache.set("قسم", "اقتصاد")
print(type(caches["default"]).__name__)
"""
SERVER = shutil.which("redis-server")


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test's own, its memory gone with it."""
    assert SERVER, "No redis-server: run scripts/need_programs.sh"
    port = free_port()
    command = [SERVER, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def told(directory: Path, **environment: str) -> list[str]:
    done = manage(
        "cms.settings.development", directory, "shell", "--no-imports", "-c", READ_AND_WRITE, **environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_without_redis_every_process_has_its_own_cache(tmp_path: Path) -> None:
    assert [told(tmp_path) for _process in range(2)] == [["None", "LocMemCache"]] * 2


def test_with_redis_processes_share_one(tmp_path: Path, redis_url: str) -> None:
    wait_for(lambda: told(tmp_path, REDIS_URL=redis_url)[1:] == ["RedisCache"])
    assert told(tmp_path, REDIS_URL=redis_url) == ["اقتصاد", "RedisCache"]
