"""Whatever is done to the store by hand is found, told without a change, and repaired."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from news.models import ArticlePage, NewsRendition
from news.publication import files
from news.publication.rebuild import rebuild
from news.record.ids import uuid_for
from news.record.models import (
    FormerPath,
    Mark,
    Publication,
    PublicFile,
    PublicState,
    PublishedDocument,
    Term,
)
from news.record.store import head_sequence
from tests import factories
from tests.news.publication.support import assert_in_step, events, is_public, row, settle
from tests.news.publication.test_history import changes, store
from tests.news.publication.test_images import files_of, public_files

pytestmark = pytest.mark.usefixtures("newsroom", "alone")
Damage = Callable[[PublishedDocument], object]


@pytest.fixture
def alone(settings: Any) -> None:
    """No consumers: only gate and store are compared."""
    settings.LOG_CONSUMERS = {}


@pytest.fixture
def story() -> ArticlePage:
    page = factories.published(
        "افتتاح الرصيف الجديد", tags=["شحن", "موانئ"], topics=[], lead_image=factories.image()
    )
    factories.published(
        "خبر يحيل إليه", body=[("paragraph", f'<p>انظر <a linktype="page" id="{page.pk}">هنا</a>.</p>')]
    )
    settle()
    return page


def check() -> tuple[str, int]:
    """What `--check` prints, and its exit code."""
    out = StringIO()
    try:
        call_command("reconcile", check=True, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def columns(**values: Any) -> Damage:
    return lambda found: PublishedDocument.objects.filter(pk=found.pk).update(**values)


def spoil_file(data: bytes | None) -> Damage:
    """Delete one public file of a document, or leave `data` in its place."""

    def spoil(found: PublishedDocument) -> None:
        name = found.files.order_by("name").values_list("name", flat=True)[0]
        storages["public"].delete(name)
        if data is not None:
            storages["public"].save(name, ContentFile(data))

    return spoil


DAMAGES: dict[str, Damage] = {
    "body": columns(body=b"{}"),
    "body and its digest": columns(body=b"{}", digest="0" * 64),
    "card": columns(card=b""),
    "path": columns(path="/ar/هنا-لا-شيء/"),
    "slug": columns(slug="آخر"),
    "kind": columns(kind=""),
    "order": columns(order=7),
    "locale": columns(locale="en"),
    "published_at": columns(published_at=None),
    "updated_at": columns(updated_at=None),
    "visible_until": columns(visible_until=timezone.now() - timedelta(days=1)),
    "state": columns(state=PublicState.WITHDRAWN),
    "row": lambda found: found.delete(),
    "terms": lambda found: found.terms.all().delete(),
    "one term too many": lambda found: Term.objects.create(
        document=found, field="topic", value=uuid_for("tag", 99)
    ),
    "file rows": lambda found: PublicFile.objects.filter(document=found).delete(),
    "file deleted": spoil_file(None),
    "file emptied": spoil_file(b""),
    "file truncated": spoil_file(b"RIFF"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_repaired_without_a_new_version(story: ArticlePage, damage: str) -> None:
    assert check() == ("No difference.\n", 0)
    intact, log, shown = store(), head_sequence(), public_files()
    found = row(story)
    assert found is not None
    DAMAGES[damage](found)
    damaged, files_then = store(), public_files()
    told, code = check()
    assert code == 1
    assert f"article {story.uuid}" in told
    assert (store(), public_files(), Mark.objects.count()) == (damaged, files_then, 0)

    call_command("reconcile", stdout=StringIO())
    assert changes(intact, store()) == []
    assert head_sequence() == log
    assert public_files() == shown
    assert all(storages["public"].size(name) > 4 for name in files_of(story))
    assert check() == ("No difference.\n", 0)
    assert_in_step()
    assert head_sequence() == log


def test_no_tag_is_withdrawn_for_terms_that_were_lost(story: ArticlePage) -> None:
    Term.objects.filter(document__document_id=story.uuid).delete()
    told, _code = check()
    assert told.count("surplus: tag") == 2
    call_command("reconcile", stdout=StringIO())
    assert not Publication.objects.filter(type="tag", event="withdrawn").exists()
    assert PublishedDocument.objects.filter(type="tag", state=PublicState.LIVE).count() == 2


def test_what_has_no_rendition_is_told_and_not_made_by_a_check(story: ArticlePage) -> None:
    other = factories.published("خبر بصورة أخرى", lead_image=factories.image())
    NewsRendition.objects.filter(image=other.lead_image).delete()
    left = NewsRendition.objects.count()
    told, code = check()
    assert (told, code) == (f"outdated: article {other.uuid}\n1 differences found.\n", 1)
    assert NewsRendition.objects.count() == left
    call_command("reconcile", stdout=StringIO())
    assert check() == ("No difference.\n", 0)
    assert events(other) == ["published"]


def test_one_that_cannot_be_repaired_stops_no_other(story: ArticlePage) -> None:
    image = factories.image()
    broken = factories.published("صورته ضاعت", lead_image=image)
    NewsRendition.objects.filter(image=image).delete()
    storages["default"].delete(image.file.name)
    PublishedDocument.objects.filter(type="article").update(card=b"")
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("reconcile", stdout=told)
    assert f"outdated: article {broken.uuid} (cannot be repaired now" in told.getvalue()
    assert "3 differences found, 2 repaired." in told.getvalue()
    assert check()[0].splitlines()[:-1] == [f"outdated: article {broken.uuid}"]
    left = Mark.objects.get()
    assert (left.document_id, left.failures) == (broken.uuid, 1)


def test_a_surplus_row_the_log_does_not_know_is_withdrawn(story: ArticlePage) -> None:
    draft = factories.article("مسودة أُدخلت بيدٍ في المخزن")
    PublishedDocument.objects.create(
        type="article", document_id=draft.uuid, state=PublicState.LIVE, version=0, sequence=0, body=b"{}"
    )
    told, _code = check()
    assert f"surplus: article {draft.uuid}" in told
    call_command("reconcile", stdout=StringIO())
    assert not is_public(draft)
    assert check() == ("No difference.\n", 0)


def test_a_half_written_file_is_never_believed() -> None:
    storages["public"].save("ab/half.webp", ContentFile(b"ha"))
    files.copy("ab/half.webp", b"half")
    with storages["public"].open("ab/half.webp") as file:
        assert file.read() == b"half"
    assert public_files() == {"ab/half.webp"}
    PublicFile.objects.all().delete()
    files.copy("ab/half.webp", b"half")
    assert not PublicFile.objects.exists()  # it was believed, and not written again


def test_rebuilding_brings_lost_files_back_and_looks_again_at_what_depends(story: ArticlePage) -> None:
    for name in public_files():
        storages["public"].delete(name)
    ArticlePage.objects.filter(pk=story.pk).update(live=False)  # no receiver sees it
    before = head_sequence()
    rebuild()
    assert head_sequence() == before + 4  # the story, its two tags, and the story that links to it
    assert not is_public(story)
    assert_in_step()
    ArticlePage.objects.filter(pk=story.pk).update(live=True)
    rebuild()
    assert is_public(story)
    assert files_of(story) <= public_files()
    assert_in_step()
    assert not FormerPath.objects.exists()
