"""The code-point tables of folding: each group with its reason, none drawn from a Unicode database.

Ranges are pairs of first and last code point, both included. Nothing here depends on the Unicode version of
the interpreter, so an index written by one release is read alike by the next.
"""

from typing import Final

Ranges = tuple[tuple[int, int], ...]

# Vowel signs, Quranic marks and honorifics: written or left out at will, never part of the letters.
ARABIC_MARKS: Final[Ranges] = (
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x0898, 0x089F),
    (0x08CA, 0x08E1),
    (0x08E3, 0x08FF),
)

# Tatweel only stretches a word on the line.
TATWEEL: Final[Ranges] = ((0x0640, 0x0640),)

# Joiners, direction marks, soft hyphens, variation selectors, byte-order marks: invisible, pasted along.
INVISIBLE: Final[Ranges] = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
)

# Accents that stand apart from their letter; composed letters are in ACCENTS.
COMBINING: Final[Ranges] = ((0x0300, 0x034E), (0x0350, 0x036F))

# Arabic-Indic, Persian and full-width digits: the first of each ten.
DIGIT_ZEROS: Final = (0x0660, 0x06F0, 0xFF10)

# Letters of Persian, Urdu, Kurdish, Pashto and Maghrebi keyboards to the Arabic letter they stand for or
# replace in Arabic text: the target, then its variants.
LETTER_VARIANTS: Final[dict[str, str]] = {
    "ا": "\u0671",  # alef wasla
    "أ": "\u0672\u0675",
    "إ": "\u0673",
    "ي": "\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2\u063d\u063e\u063f\u0620",
    "ئ": "\u06d3\u0678",
    "ك": "\u06a9\u06aa\u06ab\u06ac\u06ad\u06ae\u06af\u06b0\u06b1\u06b2\u06b3\u06b4\u063b\u063c",
    "ه": "\u06be\u06c0\u06c1\u06c2\u06d5",
    "ة": "\u06c3",
    "و": "\u06c4\u06c5\u06c6\u06c7\u06c8\u06c9\u06ca\u06cb\u06cf",
    "ؤ": "\u0676\u0677",
    "ب": "\u067e\u066e\u067b\u0680",
    "ج": "\u0686\u0683\u0684\u0687",
    "ح": "\u0681\u0682\u0685",
    "ت": "\u0679\u067a\u067c\u067d\u067f",
    "د": "\u0688\u0689\u068a\u068b\u068d\u068e\u068f\u0690",
    "ذ": "\u068c",
    "ر": "\u0691\u0692\u0693\u0694\u0695\u0696",
    "ز": "\u0698\u0697\u0699",
    "س": "\u069a\u069b\u069c",
    "ف": "\u06a1\u06a2\u06a3\u06a4\u06a5\u06a6",
    "ق": "\u066f\u06a7\u06a8",
    "ل": "\u06b5\u06b6\u06b7\u06b8",
    "ن": "\u06b9\u06ba\u06bb\u06bc\u06bd",
    "ع": "\u06a0",
    "ص": "\u069d\u069e",
    "ط": "\u069f",
}

# What common misspelling confuses in exact Arabic words: which hamza alef carries, ya for alef maqsura,
# ha for ta marbuta.
SPELLING: Final[dict[str, str]] = {"ا": "أإآ", "ي": "ى", "ه": "ة"}

# Carriers of hamza beside alef: left out as often as written, and then replaced by the bare letter.
HAMZA_CARRIERS: Final[dict[str, str]] = {"و": "ؤ", "ي": "ئ"}

# Every mark that opens or closes a quotation, and primes used as such, read as a space.
QUOTES: Final = '"«»“”„‟‹›″‶〝〞〟＂❝❞'

# One apostrophe for the typewriter's and the typographer's, in elisions and possessives.
APOSTROPHES: Final = "‘’‚‛ʼʹ′`´＇"

# Spaces of a fixed width or that forbid a break.
SPACES: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

# Arabic punctuation with a plain equal; the separators of numbers matter most.
PUNCTUATION: Final[dict[str, str]] = {
    ".": "\u066b\u06d4",
    ",": "\u066c\u060c",
    ";": "\u061b",
    "?": "\u061f",
    "%": "\u066a",
}

# Accented Latin letters to their base, both ways of typing a foreign name. Æ, œ and ß become two letters.
ACCENTS: Final[dict[str, str]] = {
    "a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ",
    "ae": "æ",
    "c": "çćĉċč",
    "d": "ďđð",
    "e": "èéêëēĕėęěẹẻẽếềểễệ",
    "g": "ĝğġģǧ",
    "h": "ĥħḥḫ",
    "i": "ìíîïĩīĭįıǐịỉ",
    "j": "ĵ",
    "k": "ķ",
    "l": "ĺļľŀł",
    "n": "ñńņňŉ",
    "o": "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ",
    "oe": "œ",
    "r": "ŕŗř",
    "s": "śŝşšșṣ",
    "ss": "ß",
    "t": "ţťŧțṭ",
    "u": "ùúûüũūŭůűųưǔụủứừửữự",
    "w": "ŵ",
    "y": "ýÿŷỳỵỷỹ",
    "z": "źżžẓ",
}

# Capitals and small letters at a fixed distance: first capital, last capital, distance.
CASE_SHIFTS: Final = (
    (0x0041, 0x005A, 32),
    (0x00C0, 0x00D6, 32),
    (0x00D8, 0x00DE, 32),
    (0x0391, 0x03A1, 32),
    (0x03A3, 0x03AB, 32),
    (0x0400, 0x040F, 80),
    (0x0410, 0x042F, 32),
    (0xFF21, 0xFF3A, 32),
)

# Capitals directly before their small letter: first capital, last capital, in steps of two.
CASE_PAIRS: Final = (
    (0x0100, 0x012E),
    (0x0132, 0x0136),
    (0x0139, 0x0147),
    (0x014A, 0x0176),
    (0x0179, 0x017D),
    (0x0218, 0x021A),
    (0x01CD, 0x01DB),
    (0x0460, 0x0480),
    (0x048A, 0x04BE),
    (0x04D0, 0x052E),
    (0x1E00, 0x1E94),
    (0x1EA0, 0x1EFE),
)

# Capitals that follow no rule. The dotted capital of Turkish is a plain i for every other language.
CASE_SINGLES: Final[dict[str, str]] = {
    "İ": "i", "Ÿ": "ÿ", "ẞ": "ß", "Ơ": "ơ", "Ư": "ư",
    "Ά": "ά", "Έ": "έ", "Ή": "ή", "Ί": "ί", "Ό": "ό", "Ύ": "ύ", "Ώ": "ώ",
}  # fmt: skip

# What a word is made of beside the marks above: the letters of Latin, Greek, Cyrillic, Armenian, Hebrew and
# Arabic, and whole blocks of scripts a newsroom quotes but does not publish in.
LETTERS: Final[Ranges] = (
    (0x0041, 0x005A),
    (0x0061, 0x007A),
    (0x00AA, 0x00AA),
    (0x00BA, 0x00BA),
    (0x00C0, 0x00D6),
    (0x00D8, 0x00F6),
    (0x00F8, 0x02AF),
    (0x0370, 0x0373),
    (0x0376, 0x0377),
    (0x037B, 0x037D),
    (0x0386, 0x0386),
    (0x0388, 0x03FF),
    (0x0400, 0x0481),
    (0x048A, 0x0556),
    (0x0561, 0x0587),
    (0x05D0, 0x05F2),
    (0x0620, 0x064A),
    (0x066E, 0x066F),
    (0x0671, 0x06D3),
    (0x06D5, 0x06D5),
    (0x06E5, 0x06E6),
    (0x06EE, 0x06EF),
    (0x06FA, 0x06FC),
    (0x06FF, 0x06FF),
    (0x0750, 0x077F),
    (0x0870, 0x0887),
    (0x08A0, 0x08C9),
    (0x0900, 0x0963),
    (0x0970, 0x109F),
    (0x10A0, 0x10FA),
    (0x10FC, 0x135F),
    (0x1E00, 0x1FBC),
    (0x3041, 0x3096),
    (0x30A1, 0x30FA),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFB00, 0xFB06),
    (0xFB50, 0xFBB1),
    (0xFBD3, 0xFD3D),
    (0xFD50, 0xFDC7),
    (0xFDF0, 0xFDF9),
    (0xFE70, 0xFEFC),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
    (0x20000, 0x2FA1F),
)

DIGITS: Final[Ranges] = ((0x0030, 0x0039), (0x0660, 0x0669), (0x06F0, 0x06F9), (0xFF10, 0xFF19))

# Letters printed joined or full-width, given back as the letters they show by NFKC, which Unicode promises
# never to change for a code point once assigned.
PRESENTATION: Final[Ranges] = (
    (0xFB00, 0xFB06),
    (0xFB50, 0xFBB1),
    (0xFBD3, 0xFD3D),
    (0xFD50, 0xFD8F),
    (0xFD92, 0xFDC7),
    (0xFDF0, 0xFDF9),
    (0xFE70, 0xFE72),
    (0xFE74, 0xFE74),
    (0xFE76, 0xFEFC),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)
