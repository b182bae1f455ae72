"""What search keeps in the database."""

from search.models.asked import AskedQuestion
from search.models.judged import JudgedAnswer
from search.models.neighbourhood import Neighbourhood
from search.models.tuning import BestBet, ProtectedWord, SynonymGroup, TuningStamp

__all__ = [
    "AskedQuestion",
    "BestBet",
    "JudgedAnswer",
    "Neighbourhood",
    "ProtectedWord",
    "SynonymGroup",
    "TuningStamp",
]
