"""Asks a service that speaks LibreTranslate's HTTP interface."""

import json
from collections.abc import Sequence
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError

from news.http.services import TooLargeError, TooSlowError, body_of, portions
from news.translation.machine.base import MachineFailed, Reason, Translator

CONNECT: Final = 5.0  # seconds until it must be there
READ: Final = 30.0  # seconds between two parts of an answer
WHOLE: Final = 60.0  # seconds that an answer may take in all
MOST_BYTES: Final = 4 * 1024 * 1024  # of an answer
MOST_TEXTS: Final = 50  # in a question
MOST_LETTERS: Final = 5_000  # in a question, but for a text that is longer by itself


class LibreTranslate(Translator):
    """LibreTranslate, or what speaks like it. Each question is asked once, and no redirect is followed."""

    connect, read, whole = CONNECT, READ, WHOLE

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str]:
        """The translations of these fragments; raises MachineFailed."""
        found: list[str] = []
        with requests.Session() as session:
            session.trust_env = False  # no proxy or password that was meant for something else
            for part in portions(texts, MOST_TEXTS, MOST_LETTERS):
                found += self.asked(session, part, source_locale, target_locale)
        return found

    def asked(self, session: requests.Session, texts: list[str], source: str, target: str) -> list[str]:
        """The answer to one question; raises MachineFailed."""
        question = {"q": texts, "source": source, "target": target, "format": "html"}
        if self.key:
            question["api_key"] = self.key
        try:
            with session.post(
                f"{self.url.rstrip('/')}/translate",
                json=question,
                timeout=(self.connect, self.read),
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = body_of(answer, MOST_BYTES, self.whole)
        except TooLargeError as error:
            raise MachineFailed(Reason.BAD_ANSWER, "too large") from error
        except TooSlowError as error:
            raise MachineFailed(Reason.UNAVAILABLE, "too slow") from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise MachineFailed(Reason.UNAVAILABLE, type(error).__name__) from error
        if answer.status_code != requests.codes.ok:
            raise MachineFailed(reason_of(answer.status_code, body), str(answer.status_code))
        return translations(body, len(texts))


def reason_of(status: int, body: bytes) -> Reason:
    """Why a question was refused."""
    told = body[:1000].decode(errors="replace").lower()
    if status == requests.codes.too_many_requests:
        return Reason.QUOTA
    if status == requests.codes.request_entity_too_large or (status == 400 and "limit" in told):
        return Reason.TOO_LONG
    if status == requests.codes.bad_request and "not supported" in told:
        return Reason.PAIR
    return Reason.UNAVAILABLE


def translations(body: bytes, wanted: int) -> list[str]:
    """The texts in an answer, as many as were asked for; raises MachineFailed."""
    try:
        value: Any = json.loads(body)
        texts = value["translatedText"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise MachineFailed(Reason.BAD_ANSWER, "no JSON with translatedText") from error
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise MachineFailed(Reason.BAD_ANSWER, "translatedText is no list of strings")
    if len(texts) != wanted:
        raise MachineFailed(Reason.BAD_ANSWER, f"{len(texts)} texts for {wanted}")
    return texts
