"""French stop words; the code that uses them is in search.analysis.fr. Compared without accents."""

from typing import Final

STOP_GROUPS: Final[dict[str, str]] = {
    "articles and determiners": "le la les un une des du de ce cet cette ces",
    "elided words, parted from the next by the apostrophe": "l d j m t s c n qu jusqu lorsqu puisqu quoiqu",
    "prepositions": "a au aux en dans par pour sur avec sans sous chez vers entre",
    "conjunctions and particles": "et ou mais donc or ni car si ne pas que comme",
    "pronouns": "je tu il elle on nous vous ils elles se me te lui leur leurs son sa ses qui dont y",
    "auxiliary verbs": "est sont etait etaient ete etre ont avait avoir sera",
    "question words, which answers do not repeat": (
        "quel quelle quels quelles quand comment pourquoi combien quoi"
    ),
}
