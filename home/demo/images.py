"""Draws the pictures of the demo stories, so that no photograph has to be shipped or licensed."""

from collections.abc import Callable, Mapping
from random import Random

from home.demo import buildings, landscapes, objects
from home.demo.canvas import Canvas, Palette

Scene = Callable[[Canvas], None]

DAWN = Palette(
    ("#27406b", "#f7c59f"),
    "#ffe8b8",
    ("#8a7f9e", "#5f6a92", "#3c4f7a", "#22335a"),
    ("#e4572e", "#f3a712", "#2a9d8f"),
)
EMBER = Palette(
    ("#6b2d4e", "#f6a96c"),
    "#ffdf9e",
    ("#b8607a", "#8a4468", "#5c2f56", "#341d3e"),
    ("#ef6f4c", "#f9c74f", "#43aa8b"),
)
LAGOON = Palette(
    ("#0f5e78", "#bfe6d8"),
    "#fff3c9",
    ("#6fb7b5", "#3f93a0", "#1f6d85", "#0f4560"),
    ("#f26b4f", "#f6bd60", "#2f8f6b"),
)
MEADOW = Palette(
    ("#4f93b8", "#fbe7b6"),
    "#fff1b0",
    ("#a9c08a", "#7fa466", "#56874f", "#2f5f43"),
    ("#e9b44c", "#6a994e", "#386641"),
)
NIGHT = Palette(
    ("#0b1433", "#35407e"),
    "#fff2c6",
    ("#4b5aa3", "#34427f", "#212c5c", "#121a3d"),
    ("#ff7b54", "#ffd166", "#2e9e6b"),
)
BOARD = Palette(
    ("#07202b", "#0f3a45"),
    "#27c2a5",
    ("#3fb8af", "#1f6f78", "#134e58", "#0a2e38"),
    ("#ffb347", "#4de1c1", "#f2695c"),
)
VIOLET = Palette(
    ("#1a1033", "#3a2466"),
    "#a06bff",
    ("#8f7ae0", "#54409a", "#382a70", "#1e1546"),
    ("#ff9e64", "#6fe3e1", "#f56fa1"),
)
LINEN = Palette(
    ("#e9d8b8", "#f6efe0"),
    "#fff8dd",
    ("#c9a57a", "#a67b56", "#74523f", "#3f2d29"),
    ("#b23a48", "#d99441", "#2c6e6a"),
)
CLINIC = Palette(
    ("#7fc4d6", "#eef7f2"),
    "#ffe9b0",
    ("#b6dccf", "#8cc3b4", "#4f93a0", "#2d5d6e"),
    ("#e0564f", "#5aa469", "#3c8068"),
)

SCENES: Mapping[str, tuple[Scene, tuple[Palette, ...]]] = {
    "port": (landscapes.port, (DAWN, EMBER)),
    "city": (buildings.city, (EMBER, DAWN, NIGHT)),
    "field": (landscapes.field, (MEADOW, LINEN)),
    "stadium": (buildings.stadium, (NIGHT,)),
    "book": (objects.book, (LINEN, LAGOON, EMBER)),
    "microscope": (objects.microscope, (CLINIC, LAGOON)),
    "hospital": (buildings.hospital, (CLINIC, DAWN)),
    "circuit": (objects.circuit, (BOARD, VIOLET)),
    "mountain": (landscapes.mountain, (DAWN, LAGOON)),
    "sea": (landscapes.sea, (LAGOON, NIGHT, EMBER)),
    "market": (objects.market, (EMBER, LINEN)),
    "parliament": (buildings.parliament, (DAWN, LAGOON)),
}
SUBJECTS = tuple(SCENES)


def illustration(seed: str, subject: str) -> bytes:
    """Draw an editorial illustration and return it as JPEG bytes, 960 pixels wide and 600 high.

    The same seed and subject give the same bytes; another seed moves the shapes and may change the
    palette. An unknown subject raises a KeyError; `SUBJECTS` lists the known ones.
    """
    scene, palettes = SCENES[subject]
    # The pictures must repeat, which is the opposite of what a secure generator is for.
    chance = Random(f"{subject}:{seed}")  # noqa: S311
    canvas = Canvas(chance.choice(palettes), chance)
    scene(canvas)
    return canvas.jpeg()
