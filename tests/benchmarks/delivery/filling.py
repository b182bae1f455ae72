"""Fills a store fast: documents rendered once as the record does it, then copied into its tables."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import Model
from tqdm import tqdm

from news.record.documents import Rendered
from news.record.models import Event, Head, Publication, PublishedDocument, Term
from news.record.steps import row_for
from news.record.store import head_sequence
from tests import record_factory as factory

TEXT = """
قال المصرف المركزي إن الأسعار استقرت بعد يومين من التراجع في السوق الموازية وأضاف مصدر مسؤول أن التداول بقي
محدوداً قبيل اجتماع مجلس الإدارة المقرر غداً لبحث سبل دعم العملة المحلية وضبط التضخم الذي بلغ مستويات غير مسبوقة
منذ مطلع العام وتتوقع شركات الشحن ارتفاع كلفة النقل البحري مع بداية الموسم الزراعي في محافظات الشمال حيث ينتظر
المزارعون وصول البذار والأسمدة عبر المرفأ بعد توقف دام أشهراً بسبب أعمال الصيانة
"""
WORDS = TEXT.split()
STORY_WORDS = 450
PARAGRAPH_WORDS = 55
NAMESPACE = UUID("2d0c6f2e-5a0b-4f43-9a61-0c6f6f0a9b11")
MORNING = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
PORTION = 2000


def fill(count: int) -> list[UUID]:
    """Publish `count` Arabic stories in eight sections, three tags each; returns their ids, oldest first.

    The few documents they are filed under go the record's own way. The stories' rows are made by it as well,
    and then copied: log rows without text, store rows, terms.
    """
    chance = random.Random(count)
    factory.publish_locale()
    filed = {
        "sections": [factory.publish_section(slug=f"قسم-{number}") for number in range(8)],
        "tags": [factory.publish_tag() for _ in range(30)],
        "topics": [factory.publish_topic() for _ in range(10)],
        "authors": [factory.publish_author() for _ in range(20)],
    }
    first = head_sequence() + 1
    items = (story(number, chance, filed) for number in range(count))
    with tqdm(total=count, desc="filling", unit=" stories") as bar, transaction.atomic():
        for portion in portions(enumerate(items, first), PORTION):
            copy(portion)
            bar.update(len(portion))
        Head.objects.update(sequence=first + count - 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return [identity(number) for number in range(count)]


def story(number: int, chance: random.Random, filed: dict[str, list[PublishedDocument]]) -> Rendered:
    """One story of about 450 words, as the gate's renderer would hand it over."""
    words = [chance.choice(WORDS) for _ in range(STORY_WORDS)]
    texts = [" ".join(words[at : at + PARAGRAPH_WORDS]) for at in range(0, STORY_WORDS, PARAGRAPH_WORDS)]
    return factory.article(
        section=chance.choice(filed["sections"]),
        tags=chance.sample(filed["tags"], 3),
        topics=chance.sample(filed["topics"], 1),
        authors=chance.sample(filed["authors"], 1),
        id=identity(number),
        slug=f"{'-'.join(words[:5])}-{number}",
        title=" ".join(words[:9]),
        summary=" ".join(words[9:35]),
        image=factory.picture(),
        body=[factory.paragraph(text) for text in texts],
        published_at=MORNING + timedelta(minutes=number),
    )


def identity(number: int) -> UUID:
    """The public id of the story of that number."""
    return uuid5(NAMESPACE, str(number))


def copy(portion: Iterable[tuple[int, Rendered]]) -> None:
    """Write a portion into log, store and terms."""
    rows, log, terms = [], [], []
    for sequence, item in portion:
        row = row_for(item, None, item.content_digest(), item.updated_at)
        row.pk, row.sequence = 1_000_000 + sequence, sequence
        rows.append(row)
        log.append(logged(row))
        terms += [Term(document_id=row.pk, field=name, value=value) for name, value in item.terms]
    copy_rows(Publication, log)
    copy_rows(PublishedDocument, rows)
    copy_rows(Term, terms)


def logged(row: PublishedDocument) -> Publication:
    """The log row of a store row."""
    return Publication(
        sequence=row.sequence, type=row.type, document_id=row.document_id, locale=row.locale,
        version=row.version, event=Event.PUBLISHED, digest=row.digest, occurred_at=row.published_at,
    )  # fmt: skip


def copy_rows(model: type[Model], rows: Iterable[Model]) -> None:
    """COPY rows into the table of their model; those without a number get one."""
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and model is Term)]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        native: Any = cursor.cursor
        with native.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as pipe:
            for row in rows:
                pipe.write_row(
                    [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                )


def portions(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`items` in lists of `size`."""
    portion: list[Any] = []
    for item in items:
        portion.append(item)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
