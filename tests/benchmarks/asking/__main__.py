"""Types titles and mistypes questions: `python -m tests.benchmarks.asking --collections DIR`."""

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

PLACE = tempfile.TemporaryDirectory()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    "DATABASE_URL": f"sqlite:///{PLACE.name}/store.sqlite3",
    "VAR_DIR": PLACE.name,
}
django.setup()

# The settings must stand before anything that reads them is imported.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from tqdm import tqdm  # noqa: E402

from search import indexing  # noqa: E402
from search.documents import IndexEntry  # noqa: E402
from search.engines.factory import engines  # noqa: E402
from search.evaluation import collection, measures  # noqa: E402
from tests import record_factory as factory  # noqa: E402
from tests import search_engines  # noqa: E402

LOCALE = "ar"
SLIPS = ("typo", "dupletter")
TOPICS, AUTHORS, ASKED = 1_500, 300, 400
SUGGEST, SEARCH = "/api/v1/search/suggest/", "/api/v1/search/"


def main() -> None:
    """Fill, ask, print."""
    logging.disable(logging.INFO)
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.asking", description=__doc__)
    parser.add_argument("--collections", type=Path, required=True, help="directory that holds the set `news`")
    options = parser.parse_args()
    settings.ROOT_URLCONF = "cms.delivery_urls"
    settings.SEARCH = search_engines.embedded(Path(PLACE.name) / "engine")
    call_command("migrate", verbosity=0)
    chance = random.Random(3)
    news = collection.read(options.collections / "news", LOCALE)
    none = collection.read(options.collections / "none", LOCALE)
    entries = news.entries
    fill(entries, chance)
    questions = news.questions
    slips = [question.text for question in questions if question.type in SLIPS][:ASKED]
    clean = [question.text for question in questions if question.type == "clean"][:ASKED]
    nonsense = [question.text for question in none.questions]
    titles = [entry.title for entry in chance.sample(entries, ASKED) if entry.title[:2].isalnum()]
    ask("suggestions, any length", SUGGEST, [title[: chance.randrange(2, 30)] for title in titles])
    ask("suggestions, two letters", SUGGEST, [title[:2] for title in titles])
    for name, texts in (("mistyped", slips), ("well typed", clean), ("nonsense", nonsense)):
        answers = ask(f"searches, {name}", SEARCH, texts)
        proposed = sum(bool(answer["meta"]["did_you_mean"]) for answer in answers)
        sys.stdout.write(f"  {proposed} of {len(answers)} are proposed something\n")


def fill(entries: Sequence[IndexEntry], chance: random.Random) -> None:
    """Publish all entries, with names made of words of their titles, and index them."""
    words = sorted({word for entry in entries for word in entry.title.split() if len(word) > 3})
    with transaction.atomic():
        for publish, count in ((factory.publish_topic, TOPICS), (factory.publish_author, AUTHORS)):
            for _ in range(count):
                publish(name=" ".join(chance.sample(words, 2)))
        for entry in tqdm(entries, desc="publishing", unit=" stories"):
            body = [factory.paragraph(entry.body)]
            factory.publish_article(title=entry.title, summary=entry.standfirst, body=body)
    indexing.rebuild(engines()[0], LOCALE)


def ask(name: str, address: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Ask for each of `texts`, and print how long that took: by the clock, and of one core."""
    client, clock, core, answers = Client(), [], [], []
    for text in texts:
        start, began = time.perf_counter(), time.process_time()
        response = client.get(address, {"q": text})
        clock.append(time.perf_counter() - start)
        core.append(time.process_time() - began)
        answers.append(response.json())
    told = (
        f"{what} p50 {milliseconds(took, 0.5):.1f} ms p95 {milliseconds(took, 0.95):.1f} ms"
        for what, took in (("clock", clock), ("core", core))
    )
    sys.stdout.write(f"{name}: {len(texts)} asked, {', '.join(told)}\n")
    return answers


def milliseconds(seconds: Sequence[float], share: float) -> float:
    """What `share` of them stays below."""
    return 1000 * measures.percentile(seconds, share)


if __name__ == "__main__":
    main()
