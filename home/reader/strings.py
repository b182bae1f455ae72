"""The words of the reader site in every language it speaks, and how each language counts."""

from collections.abc import Mapping
from typing import NamedTuple

FALLBACK = "en"


class Text(NamedTuple):
    """One phrase in every language of the interface; a language left out does not type-check."""

    ar: str
    en: str
    fr: str
    tr: str


TEXTS: Mapping[str, Text] = {
    "site": Text("نشرة", "Nashra", "Nashra", "Nashra"),
    "skip": Text("تجاوز إلى المحتوى", "Skip to content", "Aller au contenu", "İçeriğe geç"),
    "home": Text("الرئيسية", "Home", "Accueil", "Ana sayfa"),
    "sections": Text("الأقسام", "Sections", "Rubriques", "Bölümler"),
    "subsections": Text("أقسام فرعية", "In this section", "Sous-rubriques", "Alt bölümler"),
    "languages": Text("اللغات", "Languages", "Langues", "Diller"),
    "breadcrumbs": Text("مسار الصفحة", "Breadcrumbs", "Fil d’Ariane", "Sayfa yolu"),
    "newest": Text("أحدث الأخبار", "Latest stories", "Derniers articles", "Son haberler"),
    "archive": Text("أخبار أقدم", "Earlier stories", "Articles précédents", "Önceki haberler"),
    "older": Text("أخبار أقدم", "Older stories", "Articles plus anciens", "Daha eski haberler"),
    "newer": Text("أخبار أحدث", "Newer stories", "Articles plus récents", "Daha yeni haberler"),
    "pages": Text("صفحات القائمة", "Pages of the list", "Pages de la liste", "Liste sayfaları"),
    "nothing_yet": Text(
        "لم يُنشر هنا شيء بعد.",
        "Nothing has been published here yet.",
        "Rien n’a encore été publié ici.",
        "Burada henüz bir şey yayımlanmadı.",
    ),
    "breaking": Text("عاجل", "Breaking", "Dernière minute", "Son dakika"),
    "corrections": Text(
        "تصحيحات وتحديثات",
        "Corrections and updates",
        "Corrections et mises à jour",
        "Düzeltme ve güncellemeler",
    ),
    "correction": Text("تصحيح", "Correction", "Correction", "Düzeltme"),
    "clarification": Text("توضيح", "Clarification", "Précision", "Açıklama"),
    "update": Text("تحديث", "Update", "Mise à jour", "Güncelleme"),
    "retraction": Text("تراجع عن النشر", "Retraction", "Rétractation", "Geri çekme"),
    "by": Text("بقلم", "By", "Par", "Yazan:"),
    "comma": Text("، ", ", ", ", ", ", "),
    "published": Text("نُشر", "Published", "Publié", "Yayımlanma"),
    "updated": Text("آخر تحديث", "Updated", "Mis à jour", "Güncelleme"),
    "gmt": Text("بتوقيت غرينتش", "GMT", "GMT", "GMT"),
    "credit": Text("الصورة:", "Photo:", "Photo :", "Fotoğraf:"),
    "related": Text("مقالات ذات صلة", "Related stories", "Articles liés", "İlgili haberler"),
    "read_also": Text("اقرأ أيضًا", "Read also", "À lire aussi", "Bunu da okuyun"),
    "topics": Text("موضوعات", "Topics", "Thèmes", "Konular"),
    "tags": Text("وسوم", "Tags", "Mots-clés", "Etiketler"),
    "alternates": Text(
        "بلغات أخرى", "In other languages", "Dans d’autres langues", "Başka dillerde"
    ),
    "stale": Text(
        "صُحّح الأصل المترجَم عنه أو جرى تحديثه، وقد لا تتضمن هذه الترجمة ذلك بعد.",
        "The original of this story was corrected or updated; this translation may not say so yet.",
        "L’original de cet article a été corrigé ou mis à jour ; cette version peut l’ignorer.",
        "Bu haberin aslı düzeltildi ya da güncellendi; bu çeviri bunu henüz yansıtmıyor olabilir.",
    ),
    "read_original": Text("اقرأ الأصل", "Read the original", "Lire l’original", "Aslını okuyun"),
    "to_top": Text("العودة إلى أعلى الصفحة", "Back to top", "Haut de page", "Sayfa başına dön"),
    "kind_brief": Text("موجز", "In brief", "En bref", "Kısa haber"),
    "kind_opinion": Text("رأي", "Opinion", "Opinion", "Görüş"),
    "kind_analysis": Text("تحليل", "Analysis", "Analyse", "Analiz"),
    "draft": Text("مسودة", "Draft", "Brouillon", "Taslak"),
    "draft_note": Text(
        "معاينة داخلية لم تُنشر على القراء.",
        "An internal preview, not published to readers.",
        "Aperçu interne, non publié.",
        "İç önizleme, okurlara yayımlanmadı.",
    ),
    "search": Text("البحث", "Search", "Recherche", "Arama"),
    "search_archive": Text(
        "البحث في الأرشيف", "Search the archive", "Rechercher dans les archives", "Arşivde ara"
    ),
    "search_words": Text("كلمات البحث", "Search words", "Mots recherchés", "Aranacak sözcükler"),
    "search_button": Text("ابحث", "Search", "Rechercher", "Ara"),
    "did_you_mean": Text("هل تقصد:", "Did you mean:", "Vouliez-vous dire :", "Bunu mu demek istediniz:"),
    "suggestions": Text("اقتراحات", "Suggestions", "Suggestions", "Öneriler"),
    "topic": Text("موضوع", "Topic", "Thème", "Konu"),
    "author": Text("كاتب", "Author", "Auteur", "Yazar"),
    "section": Text("القسم", "Section", "Rubrique", "Bölüm"),
    "all_sections": Text("كل الأقسام", "All sections", "Toutes les rubriques", "Tüm bölümler"),
    "from_date": Text("من تاريخ", "From", "Du", "Başlangıç"),
    "to_date": Text("إلى تاريخ", "To", "Au", "Bitiş"),
    "no_query": Text(
        "اكتب كلمة أو أكثر لتبحث في كل ما نُشر.",
        "Type one or more words to search everything published.",
        "Saisissez un ou plusieurs mots pour chercher dans tout ce qui est publié.",
        "Yayımlanan her şeyde aramak için bir veya daha fazla sözcük yazın.",
    ),
    "no_results": Text("لا نتائج", "No results", "Aucun résultat", "Sonuç yok"),
    "no_results_hint": Text(
        "جرّب كلمات أعم، أو وسّع المدة، أو اختر كل الأقسام.",
        "Try more general words, a longer period or all sections.",
        "Essayez des mots plus généraux, une période plus longue ou toutes les rubriques.",
        "Daha genel sözcükler, daha uzun bir dönem veya tüm bölümleri deneyin.",
    ),
    "weak": Text(
        "لم نجد ما يطابق بحثك؛ هذه أخبار تشبهه في الكتابة فقط.",
        "Nothing matches your search; these stories are only spelled alike.",
        "Rien ne correspond à votre recherche ; ces articles n’en ont que l’orthographe proche.",
        "Aramanızla eşleşen bir şey yok; bu haberlerin yalnızca yazılışı benziyor.",
    ),
    "invalid_filter": Text(
        "لم نفهم أحد المرشّحات فتركناه جانبًا.",
        "One of the filters could not be understood and was left aside.",
        "Un des filtres n’a pas été compris et a été ignoré.",
        "Süzgeçlerden biri anlaşılamadı ve dikkate alınmadı.",
    ),
    "unavailable": Text(
        "البحث غير متاح الآن. أعد المحاولة بعد قليل.",
        "Search is not available right now. Please try again shortly.",
        "La recherche est indisponible pour le moment. Réessayez dans un instant.",
        "Arama şu anda kullanılamıyor. Lütfen biraz sonra yeniden deneyin.",
    ),
    "previous_page": Text("الصفحة السابقة", "Previous page", "Page précédente", "Önceki sayfa"),
    "next_page": Text("الصفحة التالية", "Next page", "Page suivante", "Sonraki sayfa"),
    "page": Text("صفحة {number}", "Page {number}", "Page {number}", "Sayfa {number}"),
    "not_found": Text("الصفحة غير موجودة", "Page not found", "Page introuvable", "Sayfa bulunamadı"),
    "not_found_text": Text(
        "ربما تغيّر العنوان أو سُحب الخبر. ابحث عنه في الأرشيف أو عد إلى الرئيسية.",
        "The address may have changed or the story was withdrawn. Search the archive or go to the home page.",
        "L’adresse a peut-être changé ou l’article a été retiré. Cherchez-le ou revenez à l’accueil.",
        "Adres değişmiş veya haber geri çekilmiş olabilir. Arşivde arayın veya ana sayfaya dönün.",
    ),
    "gone": Text("أُزيل هذا الخبر", "This story was removed", "Article supprimé", "Bu haber kaldırıldı"),
    "gone_text": Text(
        "أزالت هيئة التحرير هذا الخبر نهائيًا.",
        "The editors have permanently removed this story.",
        "La rédaction a définitivement supprimé cet article.",
        "Yayın kurulu bu haberi kalıcı olarak kaldırdı.",
    ),
    "away": Text(
        "الخدمة متوقفة للحظات",
        "Away for a moment",
        "Service momentanément indisponible",
        "Hizmet kısa süreliğine kapalı",
    ),
    "away_text": Text(
        "قاعدة البيانات لا تجيب الآن. أعد المحاولة بعد لحظات.",
        "The database does not answer right now. Please try again in a moment.",
        "La base de données ne répond pas pour l’instant. Réessayez dans un moment.",
        "Veritabanı şu anda yanıt vermiyor. Lütfen birazdan yeniden deneyin.",
    ),
    "away_unsaved": Text(
        "قاعدة البيانات لا تجيب الآن، ولم يُحفظ ما أرسلته. أعد تحميل هذه الصفحة بعد لحظات لإرساله من جديد، "
        "أو ارجع إلى الصفحة السابقة: ما كتبته ما زال فيها.",
        "The database does not answer right now, and what you sent was not saved. Reload this page in "
        "a moment to send it again, or go back: what you wrote is still there.",
        "La base de données ne répond pas pour l’instant et votre envoi n’a pas été enregistré. Rechargez "
        "cette page dans un moment pour renvoyer, ou revenez en arrière : votre texte y est encore.",
        "Veritabanı şu anda yanıt vermiyor ve gönderdiğiniz kaydedilmedi. Yeniden göndermek için bu sayfayı "
        "birazdan yenileyin ya da geri dönün: yazdıklarınız hâlâ orada.",
    ),
    "refused": Text(
        "طلب لا يُلبّى هنا",
        "This cannot be done here",
        "Demande impossible ici",
        "Bu istek burada karşılanamaz",
    ),
    "refused_text": Text(
        "الصفحات هنا للقراءة وحدها. افتح الصفحة من جديد.",
        "Pages here can only be read. Please open the page again.",
        "Ici, les pages peuvent seulement être lues. Ouvrez la page à nouveau.",
        "Buradaki sayfalar yalnızca okunabilir. Lütfen sayfayı yeniden açın.",
    ),
    "failed": Text("حدث خطأ", "Something went wrong", "Une erreur est survenue", "Bir hata oluştu"),
    "failed_text": Text(
        "تعذّر عرض هذه الصفحة. أعد المحاولة بعد قليل.",
        "This page could not be shown. Please try again shortly.",
        "Cette page n’a pas pu être affichée. Réessayez dans un instant.",
        "Bu sayfa gösterilemedi. Lütfen biraz sonra yeniden deneyin.",
    ),
}  # fmt: skip

# Forms by CLDR plural category; {count} stands where the language writes the number.
RESULTS: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "zero": "لا نتائج",
        "one": "نتيجة واحدة",
        "two": "نتيجتان",
        "few": "{count} نتائج",
        "many": "{count} نتيجة",
        "other": "{count} نتيجة",
    },
    "en": {"one": "{count} result", "other": "{count} results"},
    "fr": {"one": "{count} résultat", "other": "{count} résultats"},
    "tr": {"one": "{count} sonuç", "other": "{count} sonuç"},
}
SUGGESTED: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "zero": "لا اقتراحات",
        "one": "اقتراح واحد",
        "two": "اقتراحان",
        "few": "{count} اقتراحات",
        "many": "{count} اقتراحًا",
        "other": "{count} اقتراح",
    },
    "en": {"one": "{count} suggestion", "other": "{count} suggestions"},
    "fr": {"one": "{count} suggestion", "other": "{count} suggestions"},
    "tr": {"one": "{count} öneri", "other": "{count} öneri"},
}
AT_LEAST: Text = Text("أكثر من {results}", "More than {results}", "Plus de {results}", "{results} ve fazlası")


def language_of(locale: str) -> str:
    """The language of the interface for `locale`: its base language, or English where it has no words."""
    base = locale.lower().partition("-")[0]
    return base if base in Text._fields else FALLBACK


def words(locale: str) -> dict[str, str]:
    """Every phrase by name, in the language of `locale`."""
    language = language_of(locale)
    return {name: getattr(text, language) for name, text in TEXTS.items()}


def plural_category(language: str, count: int) -> str:
    """The CLDR plural category of a whole number; languages without rules of their own follow English."""
    if language == "ar":
        return _arabic_category(count)
    if language == "fr":
        return "one" if count in {0, 1} else "other"
    return "one" if count == 1 else "other"


def _arabic_category(count: int) -> str:
    named = {0: "zero", 1: "one", 2: "two"}
    if count in named:
        return named[count]
    rest = count % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"
