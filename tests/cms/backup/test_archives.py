"""An archive that is damaged, or does not fit this version or database, is refused by the check alone."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.backup.archive import DATABASE, FORMAT, Writer
from cms.backup.databases import database

pytestmark = pytest.mark.django_db
FILES = {
    DATABASE: b"tables",
    "default/original_images/port.jpg": b"a picture" * 500,
    "public/ab/ab.webp": b"web",
}


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Path]:
    """Makes archives for the database of this test, their manifest changed as asked."""

    def make(change: Callable[[dict[str, Any]], object] = lambda _: None) -> Path:
        path = tmp_path / "archive.zip"
        writer = Writer(path)
        for name, data in FILES.items():
            source = tmp_path / "source"
            source.write_bytes(data)
            with source.open("rb") as file:
                writer.add(name, file)
        facts: dict[str, Any] = {
            "format": FORMAT, "made_at": "2026-11-25T10:00:00+00:00", "vendor": database().vendor,
            "server": database().server(), "migrations": [["news", "0001_news"]], "sequence": 1,
            "documents": 1, "members": {name: vars(member) for name, member in writer.members.items()},
            "absent": [],
        }  # fmt: skip
        change(facts)
        writer.zip.writestr("manifest.json", json.dumps(facts))
        writer.zip.close()
        writer.file.close()
        return path

    return make


def test_a_sound_archive_passes(archive: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(archive()))
    told = capsys.readouterr().out
    assert "1 public documents as of sequence 1, 2 files" in told
    assert "Nothing was changed" in told


def test_files_lost_before_are_told(archive: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(archive(lambda facts: facts.update(absent=["default/lost.jpg"]))))
    assert "default/lost.jpg" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda facts: facts.update(format=99), "format 99"),
        (lambda facts: facts.update(migrations=[["news", "0999_future"]]), "news.0999_future"),
        (lambda facts: facts.update(migrations=[["hologram", "0001_initial"]]), "hologram.0001_initial"),
        (lambda facts: facts.update(vendor="oracle"), "is of oracle"),
        (lambda facts: facts.update(server="999"), "newer than the server"),
        (lambda facts: facts.pop("members"), "manifest"),
        (lambda facts: facts["members"]["database"].update(sha256="0" * 64), "not what was backed up"),
        (lambda facts: facts["members"]["database"].update(size=1), "not what was backed up"),
        (lambda facts: facts["members"].update({"public/x": {"size": 0, "sha256": ""}}), "damaged"),
        (lambda facts: facts["members"].update({"default/../../x": {"size": 0, "sha256": ""}}), "outside"),
        (lambda facts: facts["members"].update({"/etc/passwd": {"size": 0, "sha256": ""}}), "outside"),
        (lambda facts: facts["members"].update({"elsewhere/x": {"size": 0, "sha256": ""}}), "outside"),
    ],
)
def test_an_archive_that_does_not_fit_is_refused(
    archive: Callable[..., Path], change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("restore", str(archive(change)))


def test_a_single_changed_byte_is_found(archive: Callable[..., Path]) -> None:
    path = archive()
    whole = path.read_bytes()
    place = whole.index(b"a picture") + 1000
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", str(path))


@pytest.mark.parametrize("data", [b"", b"no archive", None])
def test_what_is_cut_off_or_no_archive_is_refused(archive: Callable[..., Path], data: bytes | None) -> None:
    path = archive()
    path.write_bytes(path.read_bytes()[:-200] if data is None else data)
    with pytest.raises(CommandError, match="damaged, or no backup"):
        call_command("restore", str(path))


def test_another_zip_file_is_no_backup(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "x") as other:
        other.writestr("letter.txt", "dear reader")
    with pytest.raises(CommandError, match="no backup of a newsroom"):
        call_command("restore", str(tmp_path / "other.zip"))


def test_no_archive_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("restore", str(tmp_path / "nowhere.zip"))
