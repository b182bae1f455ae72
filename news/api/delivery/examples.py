"""Example answers for the OpenAPI document; a test holds them to its schemas."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

ARTICLE_ID = "018f3c52-7a1e-4d0b-9c57-2f6f0f5b7a11"
GROUP = "7c1e5a90-1c2b-4f7e-8d7a-5b8e2f4a6c33"
SECTION = {
    "id": "5b2f6a8e-0d4c-4a57-9a3e-6c1f7e9d2b44",
    "slug": "اقتصاد",
    "title": "اقتصاد",
    "path": "/ar/اقتصاد/",
}
AUTHOR = {"id": "9d3e1c70-2b5a-4e68-8f14-7a6b5c4d3e55", "slug": "سلمى-الحداد", "name": "سلمى الحدّاد"}
TOPIC = {"id": "b1a2c3d4-5e6f-4071-8293-a4b5c6d7e866", "slug": "أسعار-الصرف", "name": "أسعار الصرف"}
IMAGE = {
    "alt": "واجهة المصرف المركزي صباحاً",
    "caption": "المصرف المركزي",
    "credit": "تصوير ليلى منصور",
    "width": 1600,
    "height": 900,
    "focal": [0.5, 0.3],
    "sources": [
        {"type": "image/webp", "srcset": [{"url": "/media/3f1c9a.640.webp", "width": 640, "height": 360}]}
    ],
}
CARD: dict[str, Any] = {
    "id": ARTICLE_ID,
    "type": "article",
    "kind": "story",
    "locale": "ar",
    "dir": "rtl",
    "translation_group": GROUP,
    "status": "live",
    "path": "/ar/اقتصاد/سعر-الصرف/",
    "url": "https://news.example/ar/%D8%A7%D9%82%D8%AA%D8%B5%D8%A7%D8%AF/%D8%B3%D8%B9%D8%B1-%D8%A7%D9%84%D8%B5%D8%B1%D9%81/",
    "slug": "سعر-الصرف",
    "title": "سعر الصرف يستقر قبيل اجتماع المصرف المركزي",
    "summary": "هدأت السوق بعد يومين من التراجع، والأنظار إلى اجتماع الغد.",
    "section": SECTION,
    "topics": [TOPIC],
    "authors": [AUTHOR],
    "image": IMAGE,
    "breaking_until": None,
    "version": 2,
    "published_at": "2026-03-14T09:20:00Z",
    "updated_at": "2026-03-14T11:05:00Z",
}
SENTENCE = "قال مصدر في المصرف إن السعر استقر وإن التداول بقي محدوداً."
ARTICLE: dict[str, Any] = {
    **CARD,
    "sections": [SECTION],
    "tags": [],
    "body": [
        {
            "id": "1f0e9d8c-7b6a-4958-8473-625140302f77",
            "type": "paragraph",
            "value": {"html": f"<p>{SENTENCE}</p>", "text": SENTENCE},
        },
        {
            "id": "2a1b0c9d-8e7f-4061-9524-3f4e5d6c7b88",
            "type": "heading",
            "value": {"text": "ماذا بعد؟", "level": 2},
        },
    ],
    "alternates": [],
    "translation": None,
    "corrections": [
        {
            "id": "3c2d1e0f-9a8b-4c7d-8e6f-5a4b3c2d1e0f",
            "type": "correction",
            "note": "ذكرت نسخة سابقة أن الاجتماع يوم الأحد، والصحيح يوم الاثنين.",
            "blocks": ["1f0e9d8c-7b6a-4958-8473-625140302f77"],
            "at": "2026-03-14T11:05:00Z",
        }
    ],
    "seo": {"title": "سعر الصرف يستقر", "description": "حركة سوق الصرف اليوم.", "canonical": None},
}
CHANGE = {
    "sequence": 1042,
    "type": "article",
    "id": ARTICLE_ID,
    "locale": "ar",
    "event": "corrected",
    "version": 2,
    "path": "/ar/اقتصاد/سعر-الصرف/",
    "cache_tags": [f"a-{ARTICLE_ID}", f"g-{GROUP}", f"s-{SECTION['id']}", "l-ar"],
    "occurred_at": "2026-03-14T11:05:00Z",
}

ARTICLE_ANSWER = OpenApiExample("A story", {"data": ARTICLE, "meta": {}}, response_only=True)
CARDS_ANSWER = OpenApiExample(
    "One card",
    {
        "data": [CARD],
        "meta": {"limit": 1},
        "links": {"next": "/api/v1/articles/?limit=1&cursor=WyJuIl0", "prev": None},
    },
    response_only=True,
)
CHANGES_ANSWER = OpenApiExample(
    "A correction",
    {
        "data": [CHANGE],
        "meta": {"limit": 100, "cursor": 1042},
        "links": {"next": "/api/v1/changes/?cursor=1042", "prev": None},
    },
    response_only=True,
)
