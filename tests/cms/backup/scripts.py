"""What runs inside the newsrooms of these tests."""

FILL = """
from news.publication.actions import withdraw
from news.publication.kills import kill
from tests import factories
section = factories.section("اقتصاد")
desk = factories.author()
for number, color in enumerate(["navy", "red", "green", "gray"]):
    image = factories.image(f"رافعة {number}", data=factories.image_bytes(color=color))
    factories.published(
        f"ميناء يتوسع {number}", parent=section, lead_image=image, bylines=[desk], tags=["شحن"]
    )
down = factories.published("خبر سُحب", parent=section)
withdraw(down, by=None)
gone = factories.published("خبر حُذف نهائيًا", parent=section)
kill(gone, notice="حُذف لخطأ في الوقائع.", by=None)
factories.article("مسودة لم تُنشر", parent=section, lead_image=factories.image("سرية"))
factories.user(name="samira")
"""

# Publishes, withdraws and deletes as fast as it can, pictures among it, for as long as a backup may take.
PUBLISH = """
from tests import factories
from news.models import SectionPage
section = SectionPage.objects.get(title="اقتصاد")
print("ready", flush=True)
for number in range(2000):
    image = factories.image(f"عاجل {number}", data=factories.image_bytes(size=(80 + number, 60)))
    page = factories.published(f"عاجل {number}", parent=section, lead_image=image)
    if number % 3 == 0:
        page.unpublish()
    if number % 3 == 1:
        page.delete()
        image.delete()
"""

# Everything of the record that must come back as it was, by sequence and by thing.
RECORD = """
import hashlib, json
from news.record.models import Publication, PublishedDocument
from news.record.store import head_sequence
def digest(data): return hashlib.sha256(bytes(data or b"")).hexdigest()
log = [[r.sequence, r.type, str(r.document_id), r.version, r.event, r.digest, digest(r.document)]
       for r in Publication.objects.order_by("sequence")]
def told(r): return [r.state, r.version, r.sequence, digest(r.body), digest(r.card), r.path, r.notice]
store = {f"{r.type} {r.document_id}": told(r) for r in PublishedDocument.objects.all()}
print(json.dumps({"head": head_sequence(), "log": log, "store": store}))
"""

KEPT = """
import json
from cms.backup import media
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from news.models import ArticlePage
drafts = ArticlePage.objects.filter(first_published_at__isnull=True)
print(json.dumps({
    "drafts": sorted(drafts.values_list("title", flat=True)),
    "draft_revisions": [page.revisions.count() for page in sorted(drafts, key=lambda page: page.title)],
    "lost": sorted(name for name in media.named_files() if not media.path_of(name).exists()),
    "login": authenticate(username="samira", password="كلمة-سر-للتجربة") is not None,
    "sessions": Session.objects.count(),
}))
"""

ASK = """
import json
from django.test import Client
from news.record.models import PublishedDocument
client = Client()
def found(words):
    hits = client.get("/api/v1/search/", {"locale": "ar", "q": words}).json()["data"]
    return sorted(hit["title"] for hit in hits)
killed = PublishedDocument.objects.get(state="killed")
answer = client.get(f"/api/v1/articles/{killed.document_id}/")
print(json.dumps({
    "harbours": [title for title in found("الموانئ تتوسع") if title.startswith("ميناء")],
    "hidden": [*found("خبر سُحب"), *found("حُذف نهائيًا"), *found("مسودة لم تنشر")],
    "status": answer.status_code, "notice": answer.json()["notice"],
}))
"""

LOG_IN = """
from django.test import Client
Client().login(username="samira", password="كلمة-سر-للتجربة")
"""

GO_ON = """
import json
from tests import factories
from news.models import SectionPage
from news.record.store import head_sequence
before = head_sequence()
factories.published("أول خبر بعد الاستعادة", parent=SectionPage.objects.get(title="اقتصاد"))
print(json.dumps([before, head_sequence()]))
"""
