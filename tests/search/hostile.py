"""Makes questions that nobody should ask: syntax of engines and databases, broken text, signs that turn."""

import json
import random
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

# What engines, databases, shells and templates would understand, were it ever given to them.
SYNTAX: Final = (
    "title_exact:x", "body_light:قمة", "_all:*", "id:*", "state:live", "NOT state:live", "*", "*:*", "?",
    "ق*", "*قمة*", "قم?ة", "قمة~", "قمة~2", "/.*/", "/ق.*ة/", "[a TO z]", "{* TO *}", ">=2020", "قمة^99",
    "+قمة -بيروت", "قمة AND", "OR OR OR", "NOT", "(((((", ")))))", "\\", "\\\\\"", "&&", "||", "!",
    "قمة && !بيروت", "_exists_:title", "\"قمة\"~5", '{"match_all":{}}', '{"query":{"bool":{"must":[]}}}',
    '{"script":{"source":"1"}}', '["قمة"]', "null", "true", "NaN", "' OR 1=1 --",
    "'; DROP TABLE record_publisheddocument; --", '" OR ""="', "1) UNION SELECT 1--", "%27", "%00",
    "$where", "{{7*7}}", "{% debug %}", "${jndi:ldap://x}", "<script>alert(1)</script>", "<b>قمة</b>",
    "../../etc/passwd", "`id`", "a.*", "(?:a+)+$", "^$", "a{1,99999}", "\\u0642", "\\x00", "%s%s%n", "-1",
    "1e309", "0x7f", "__proto__",
)  # fmt: skip
CONTROLS: Final = [chr(code) for code in (*range(1, 32), 127, *range(128, 160))]
TURNING: Final = list(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b\u200c\u200d\u00ad"
)
ODD: Final = list("\ufffd\uffff\ufffe\U0010ffff\U000e0001🎉👩🏽𠀀ﷺﷲﻻʹ｡ﾟ０１۲٣ÅΩœﬃǅİıßſ̸҈⃠")
QUOTES: Final = list("\"“”«»‹›„‟''「」")
WORDS: Final = ["قمة", "بيروت", "الأمن", "مجلس", "2026", "summit", "ا", "و", "ال", "في"]
# As a client may send it: bytes that are no UTF-8, lone surrogates, half a sign.
BROKEN: Final = (
    "%ED%A0%80",
    "%ED%B0%80",
    "%FF%FE",
    "%C3%28",
    "%F8%88%80%80%80",
    "%E2%82",
    "%80",
    "%",
    "%zz",
    "%00",
    "%u0642",
)


def typed(count: int, seed: int) -> Iterator[str]:
    """So many hostile questions, percent-encoded; the same for the same `seed`."""
    yield from (quote(text, safe="") for text in SYNTAX)
    yield from BROKEN
    chance = random.Random(seed)
    for _ in range(count - len(SYNTAX) - len(BROKEN)):
        yield chance.choice(MAKERS)(chance)


def mixed(chance: random.Random) -> str:
    """Words, syntax and signs in any order."""
    stock = [*WORDS, *SYNTAX, *CONTROLS, *TURNING, *ODD, *QUOTES, " ", "\t", "\n"]
    return quote("".join(chance.choices(stock, k=chance.randrange(1, 40))), safe="")


def any_signs(chance: random.Random) -> str:
    """Any code points at all, lone surrogates as bytes."""
    points = [chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 60))]
    return quote("".join(points).encode("utf-8", "surrogatepass"), safe="")


def broken(chance: random.Random) -> str:
    """Bytes in any order."""
    return "".join(
        chance.choice([*BROKEN, quote(chance.choice(WORDS))]) for _ in range(chance.randrange(1, 12))
    )


def nested(chance: random.Random) -> str:
    """Quotations within quotations, most of them never closed."""
    parts = [
        part
        for _ in range(chance.randrange(1, 60))
        for part in (chance.choice(QUOTES), chance.choice(WORDS), " ")
    ]
    return quote("".join(parts), safe="")


def long(chance: random.Random) -> str:
    """Up to 5,000 letters: one word, many words, one sign."""
    size = chance.choice([99, 100, 101, 499, 500, 501, 5000])
    one = chance.choice([*WORDS, *TURNING, *ODD, "ق ", "ا.ب ", '"', "*"])
    return quote((one * size)[:size], safe="")


def objects(chance: random.Random) -> str:
    """JSON of some depth."""
    made: object = chance.choice(WORDS)
    for _ in range(chance.randrange(1, 30)):
        made = chance.choice(
            [[made], {chance.choice(["query", "match", "$ne", "script", "title_exact"]): made}]
        )
    return quote(json.dumps(made, ensure_ascii=False), safe="")


MAKERS: Final = (mixed, any_signs, broken, nested, long, objects)
