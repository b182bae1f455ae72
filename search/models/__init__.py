"""What search keeps in the database."""

from search.models.asked import AskedQuestion
from search.models.embedding import Embedding
from search.models.judged import JudgedAnswer
from search.models.neighbourhood import Neighbourhood
from search.models.tuning import BestBet, ProtectedWord, SynonymGroup, TuningStamp

__all__ = [
    "AskedQuestion",
    "BestBet",
    "Embedding",
    "JudgedAnswer",
    "Neighbourhood",
    "ProtectedWord",
    "SynonymGroup",
    "TuningStamp",
]
