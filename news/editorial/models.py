"""The tables of the editorial rules."""

from news.editorial.approval import Approval, ApprovedImage
from news.editorial.assignments import Assignment
from news.editorial.breaking import Breaking
from news.editorial.embargo import Embargo
from news.editorial.notices import Notice
from news.editorial.releases import Release, ReleaseItem
from news.editorial.reviews import Desk, KindReview
from news.editorial.spikes import Spike
from news.editorial.steps import (
    CopyEdit,
    DeskReview,
    FinalApproval,
    FourEyesTask,
    LegalReview,
    TranslationReview,
)

__all__ = [
    "Approval",
    "ApprovedImage",
    "Assignment",
    "Breaking",
    "CopyEdit",
    "Desk",
    "DeskReview",
    "Embargo",
    "FinalApproval",
    "FourEyesTask",
    "KindReview",
    "LegalReview",
    "Notice",
    "Release",
    "ReleaseItem",
    "Spike",
    "TranslationReview",
]
