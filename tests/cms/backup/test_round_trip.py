"""A newsroom backed up while it works comes back elsewhere as of one moment, whole."""

import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cms.backup import scripts
from tests.cms.backup.places import Place, place

pytestmark = pytest.mark.xdist_group("backup")
HARBOURS = [f"ميناء يتوسع {number}" for number in range(4)]


@dataclass(frozen=True)
class Trip:
    """A newsroom that went on after its backup, where the backup was restored, and both right after that."""

    source: Place
    target: Place
    archive: Path
    told: str
    went_on: dict[str, Any]
    restored: dict[str, Any]
    files: dict[str, str]


@pytest.fixture(scope="module")
def trip(filled: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    """Backs up while a publisher runs, and restores into an empty place."""
    directory = tmp_path_factory.mktemp("trip")
    with place(directory / "source", filled) as source, place(directory / "to") as target:
        source.manage("shell", "--no-imports", "-c", scripts.LOG_IN)
        publisher = source.start(scripts.PUBLISH)
        try:
            told = source.manage("backup", str(directory))
            assert publisher.poll() is None, "it was to publish all the while"
        finally:
            publisher.kill()
            publisher.wait()
        (archive,) = directory.glob("*.zip")
        target.manage("restore", str(archive), "--yes")
        records = source.shell(scripts.RECORD), target.shell(scripts.RECORD)
        files = target.files()
        target.manage("relay", "--once")  # the marks that were left when the backup was made came back too
        yield Trip(source, target, archive, told, *records, files)


def manifest_of(archive: Path) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as file:
        return json.loads(file.read("manifest.json"))


def test_the_archive_is_for_its_owner_alone_and_says_what_it_holds(trip: Trip) -> None:
    assert stat.S_IMODE(trip.archive.stat().st_mode) == 0o600
    manifest = manifest_of(trip.archive)
    assert f"as of sequence {manifest['sequence']}" in trip.told
    assert manifest["absent"] == []
    assert list(trip.archive.parent.glob(".*")) == []


def test_the_log_comes_back_gapless_and_as_of_one_moment(trip: Trip) -> None:
    source, target = trip.went_on, trip.restored
    head = manifest_of(trip.archive)["sequence"]
    assert target["head"] == head
    assert [row[0] for row in target["log"]] == list(range(1, head + 1))
    assert target["log"] == source["log"][:head]


def test_documents_come_back_byte_by_byte(trip: Trip) -> None:
    source, target = trip.went_on, trip.restored
    newest = {f"{row[1]} {row[2]}": row for row in target["log"]}
    assert target["store"].keys() == newest.keys()
    for thing, (state, version, sequence, body, *_rest) in target["store"].items():
        assert [version, sequence] == [newest[thing][3], newest[thing][0]]
        if state == "live":
            assert body == newest[thing][5]
    unchanged = [thing for thing, row in target["store"].items() if source["store"][thing][2] == row[2]]
    assert len(unchanged) >= 8
    assert [thing for thing in unchanged if source["store"][thing] != target["store"][thing]] == []


def test_the_gate_says_what_the_store_says(trip: Trip) -> None:
    assert "No difference." in trip.target.manage("reconcile", "--check")


def test_files_come_back_identical_and_none_is_lost(trip: Trip) -> None:
    source, target = trip.source.files(), trip.files
    both = source.keys() & target.keys()
    assert {name: source[name] for name in both} == {name: target[name] for name in both}
    # Four presets a picture: of one as small as these, the two wide ones are alike.
    assert len([name for name in both if name.startswith("public/")]) >= 4 * 4
    assert len([name for name in both if name.startswith("private/")]) >= 4 * 7 + 1
    listed = {name.replace("default/", "private/", 1) for name in manifest_of(trip.archive)["members"]}
    assert listed - {"database"} == target.keys()


def test_drafts_and_people_come_back_and_nobody_is_logged_in(trip: Trip) -> None:
    kept = trip.target.shell(scripts.KEPT)
    assert "مسودة لم تُنشر" in kept["drafts"]
    assert kept["draft_revisions"][kept["drafts"].index("مسودة لم تُنشر")] >= 1
    assert (kept["lost"], kept["login"], kept["sessions"]) == ([], True, 0)
    assert trip.source.shell(scripts.KEPT)["sessions"] == 1


def test_search_answers_and_what_was_taken_down_stays_down(trip: Trip) -> None:
    told = trip.target.shell(scripts.ASK)
    assert told["harbours"] == HARBOURS
    assert not {"خبر سُحب", "خبر حُذف نهائيًا", "مسودة لم تُنشر"} & set(told["hidden"])
    assert (told["status"], told["notice"]) == (410, "حُذف لخطأ في الوقائع.")


def test_the_restored_newsroom_goes_on(trip: Trip) -> None:
    before, after = trip.target.shell(scripts.GO_ON)
    assert after > before
    trip.target.manage("relay", "--once")
    assert "No difference." in trip.target.manage("reconcile", "--check")
    told = trip.target.shell(scripts.RECORD)
    assert [row[0] for row in told["log"]] == list(range(1, after + 1))


def test_a_newsroom_ahead_of_its_backup_goes_back(trip: Trip) -> None:
    trip.source.manage("relay", "--once")
    extra = trip.source.directory / "private" / "original_images" / "later.jpg"
    extra.write_bytes(b"later")
    trip.source.manage("restore", str(trip.archive), "--yes", "--replace")
    assert not extra.exists()
    assert trip.source.shell(scripts.RECORD)["head"] == manifest_of(trip.archive)["sequence"]
    assert trip.source.files() == trip.files
    trip.source.manage("relay", "--once")
    assert "No difference." in trip.source.manage("reconcile", "--check")
    assert trip.source.shell(scripts.ASK)["harbours"] == HARBOURS
