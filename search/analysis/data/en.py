"""English stop words; the code that uses them is in search.analysis.en."""

from typing import Final

STOP_GROUPS: Final[dict[str, str]] = {
    "articles and determiners": "a an the this that these those such",
    "prepositions": "of in on at by for from to with into as about",
    "conjunctions and particles": "and or but if then than so not no nor",
    "pronouns": "i you he she it we they him her them his its our their your who which whom",
    "auxiliary verbs": "am is are was were be been being has have had do does did will would",
    "question words, which answers do not repeat": "what when where how why",
    "adverbs said of anything": "there here also",
}
