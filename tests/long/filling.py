"""Fills a newsroom with many approved stories, straight into its tables, for editors would take weeks."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import accumulate
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm
from wagtail.models import Page

from home.demo.data import load
from news.editorial.fingerprint import fingerprint
from news.editorial.models import Approval
from news.models import ArticlePage, SectionPage
from tests import factories

PARAGRAPH = 75  # words
PARAGRAPHS = 6
LETTERS = "بتجحدرسشصضطعغفقكلمنه"
PATTERNS = ("م{}{}و{}", "{}ا{}{}", "{}{}ي{}", "ا{}ت{}ا{}", "ت{}{}ي{}", "م{}ا{}{}ة", "ال{}{}ا{}", "{}{}{}ات")
RARE = 60_000
CHUNK = 1000


def sections(count: int) -> list[SectionPage]:
    """So many sections of the Arabic site."""
    return [factories.section(f"قسم {number + 1}") for number in range(count)]


class Words:
    """Words as a language has them: a few in every story, most in hardly any (Zipf's law).

    The common ones are those of the demo's stories, the rare ones are made up of roots and patterns.
    """

    def __init__(self) -> None:
        texts = (story.texts["ar"] for story in load().stories)
        blocks = (block for text in texts for block in text.body if block.kind == "paragraph")
        said = Counter(word for block in blocks for word in block.value.split() if "<" not in word)
        known = [word for word, _count in said.most_common()]
        made = dict.fromkeys(self.invented() for _ in range(RARE))
        self.words = [*known, *made]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    @staticmethod
    def invented() -> str:
        """A word of three root letters in one of the patterns."""
        return random.choice(PATTERNS).format(*random.choices(LETTERS, k=3))

    def some(self, count: int) -> str:
        """So many words."""
        return " ".join(random.choices(self.words, cum_weights=self.weights, k=count))


def body(words: Words) -> str:
    """A stored body of about 450 words."""
    blocks = (
        {"type": "paragraph", "value": f"<p>{words.some(PARAGRAPH)}</p>", "id": str(uuid4())}
        for _ in range(PARAGRAPHS)
    )
    return json.dumps(list(blocks), ensure_ascii=False)


def fill(stories: int, places: Sequence[SectionPage], share: float) -> None:
    """So many live, approved stories, `share` of them in the first of `places`; none is in the store yet."""
    words = Words()
    numbers = [0] * len(places)
    with tqdm(total=stories, unit="story", disable=None) as bar:
        for start in range(0, stories, CHUNK):
            size = min(CHUNK, stories - start)
            chosen = [0 if random.random() < share else random.randrange(1, len(places)) for _ in range(size)]
            with transaction.atomic():
                store(start, chosen, places, numbers, words)
            bar.update(size)
    for place, number in zip(places, numbers, strict=True):
        Page.objects.filter(pk=place.pk).update(numchild=number)


def store(
    start: int, chosen: Sequence[int], places: Sequence[SectionPage], numbers: list[int], words: Words
) -> None:
    """The rows of one chunk: pages, articles, and their approvals."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    now = timezone.now()
    articles = []
    for number, place in enumerate(chosen, start + 1):
        numbers[place] += 1
        parent, moment = places[place], now - timedelta(minutes=number)
        path = Page._get_path(parent.path, parent.depth + 1, numbers[place])
        articles.append(
            ArticlePage(
                title=f"خبر رقم {number} من الأرشيف", draft_title=f"خبر رقم {number} من الأرشيف",
                slug=f"خبر-{number}", path=path, depth=parent.depth + 1, numchild=0, live=True,
                url_path=f"{parent.url_path}خبر-{number}/", locale_id=parent.locale_id, content_type=kind,
                first_published_at=moment, last_published_at=moment, translation_key=uuid4(),
                standfirst="من أرشيف الجريدة.", body=body(words),
            )
        )  # fmt: skip
    Page.objects.bulk_create([page_row(article) for article in articles])
    keys = dict(
        Page.objects.filter(path__in=[article.path for article in articles]).values_list("path", "pk")
    )
    for article in articles:
        article.pk = article.page_ptr_id = article.id = keys[article.path]
    # Django refuses to create rows of a model with parents in bulk, and the parents' rows are there already.
    ArticlePage.objects.all()._insert(articles, ArticlePage._meta.local_concrete_fields, using="default")
    saved = ArticlePage.objects.filter(pk__in=keys.values())
    saved = saved.prefetch_related("bylines", "topics", "tagged_items")
    Approval.objects.bulk_create(
        Approval(page_id=one.pk, fingerprint=fingerprint(one), kind=Approval.Kind.IMPORT, run="archive")
        for one in saved
    )


def page_row(article: ArticlePage) -> Page:
    """The row of the base table."""
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    return Page(**{name: getattr(article, name) for name in names})


def publish_one() -> None:
    """One more story, by the way editors take."""
    factories.published("خبر جديد بين كثير")
