"""Finds the analyzer of a locale."""

from functools import cache
from typing import Final

from search.analysis.ar import ArabicAnalyzer
from search.analysis.base import Analyzer, PlainAnalyzer
from search.analysis.en import EnglishAnalyzer
from search.analysis.fr import FrenchAnalyzer
from search.analysis.tr import TurkishAnalyzer

# Moves with every change of rules or lists that changes tokens, so that indexes made before are rebuilt.
ANALYSIS_VERSION: Final = 2

ANALYZERS: Final[dict[str, type[Analyzer]]] = {
    "ar": ArabicAnalyzer,
    "en": EnglishAnalyzer,
    "fr": FrenchAnalyzer,
    "tr": TurkishAnalyzer,
}


def analyzer_for(locale: str) -> Analyzer:
    """The analyzer of `locale`, by its language: ar-EG has that of ar. Unknown languages have a plain one."""
    return shared(ANALYZERS.get(locale.replace("_", "-").split("-", maxsplit=1)[0].lower(), PlainAnalyzer))


@cache
def shared(kind: type[Analyzer]) -> Analyzer:
    """The one instance of an analyzer, with its cache of words."""
    return kind()
