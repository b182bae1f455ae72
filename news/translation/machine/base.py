"""What a machine translator is, and which one this newsroom has."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string


class Reason(StrEnum):
    """Why a machine did not translate."""

    UNAVAILABLE = "unavailable"
    QUOTA = "quota"
    PAIR = "pair"
    TOO_LONG = "too_long"
    BAD_ANSWER = "bad_answer"


class MachineFailed(Exception):
    """A machine did not translate; `reason` says why, the message says it to who reads the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}")


class Translator(ABC):
    """A machine that translates; made with the address and key that the settings name."""

    def __init__(self, url: str = "", key: str = "") -> None:
        self.url = url
        self.key = key

    @abstractmethod
    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str]:
        """The translations of these HTML fragments, in their order; raises MachineFailed and nothing else."""


def is_configured() -> bool:
    """Whether this newsroom has a machine translator."""
    return bool(settings.MACHINE_TRANSLATOR)


def translator() -> Translator:
    """The machine translator of this newsroom; raises ImportError where its name leads nowhere."""
    made: Translator = import_string(settings.MACHINE_TRANSLATOR)(
        settings.MACHINE_TRANSLATION_URL, settings.MACHINE_TRANSLATION_KEY
    )
    return made
