"""Tells questions in sentences from names and keywords, and those whose words are of another script."""

from collections.abc import Collection
from typing import Final, Literal

from search.analysis.registry import analyzer_for

Kind = Literal["keywords", "sentence", "foreign"]
Script = Literal["arabic", "latin", ""]

MARKS: Final = frozenset("?؟")
# Folded, as the exact view has them; words that are as often something else are left out.
ASKING: Final = frozenset(
    word
    for words in (
        "ماذا متي اين كيف كم لماذا هل ايه بماذا ماهي ماهو لمن",
        "who whom whose what when where why how which",
        "qui quand comment pourquoi combien quel quelle quels quelles",
        "kim kimin nerede nereye nasıl nasil niçin nicin neden kaç kac hangi",
    )
    for word in words.split()
)
# Who asks in so many words, means more than the words.
SENTENCE: Final = 6
ARABIC: Final = (0x0600, 0x08FF)
ARABIC_LANGUAGES: Final = frozenset({"ar", "fa", "ur", "ckb", "ps", "sd", "ug"})


def kind_of(text: str, locales: Collection[str]) -> Kind:
    """What kind of question `text` is to stories in these languages."""
    if is_foreign(text, locales):
        return "foreign"
    words = [word.forms.exact for word in analyzer_for(min(locales)).analyze(text).words]
    asking = not MARKS.isdisjoint(text) or not ASKING.isdisjoint(words)
    return "sentence" if asking or len(words) >= SENTENCE else "keywords"


def is_foreign(text: str, locales: Collection[str]) -> bool:
    """Whether most letters of `text` are of a script that none of these languages is written in."""
    said = script_of(text)
    return bool(said) and said not in {script(locale) for locale in locales}


def script_of(text: str) -> Script:
    """The script of most letters of a text; "" where it has none."""
    letters = [letter for letter in text if letter.isalpha()]
    arabic = sum(ARABIC[0] <= ord(letter) <= ARABIC[1] for letter in letters)
    if not letters:
        return ""
    return "arabic" if 2 * arabic >= len(letters) else "latin"


def script(locale: str) -> Script:
    """The script a language is written in."""
    language = locale.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return "arabic" if language in ARABIC_LANGUAGES else "latin"
