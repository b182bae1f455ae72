"""A drawing surface with the few soft and sharp strokes that the demo illustrations are made of."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1600, 1000  # in the units of the drawings
# Shapes are drawn larger and reduced at the end: Pillow does not smooth the edges of what it draws.
SCALE, SMOOTHING = 1.2, 2  # pixels drawn for a unit, and for a pixel of the picture, each way
OPAQUE = 255
# Where the sky ends, as a share of the height, and how finely its gradient is mixed.
HORIZON, SKY_ROWS = 0.62, 100

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours of one picture, as `#rrggbb`; layers go from the farthest to the nearest."""

    sky: tuple[str, str]
    light: str
    layers: tuple[str, str, str, str]
    accents: tuple[str, str, str]


def colour(name: str, alpha: int = OPAQUE) -> Colour:
    """A `#rrggbb` colour with an opacity of 0 to 255."""
    return *_rgb(name), alpha


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies between two others; a share of 0 is the first, 1 the second."""
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@cache
def _rgb(name: str) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue


@dataclass
class Canvas:
    """A picture of 1600 by 1000 units with its own palette and its own repeatable chance."""

    palette: Palette
    chance: Random
    _image: Image.Image = field(init=False)
    _draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self._image = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)))
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def sky(self) -> None:
        """Fill the picture with the palette's sky, which is at its lightest on the horizon."""
        column = Image.new("RGB", (1, SKY_ROWS))
        for row in range(SKY_ROWS):
            share = min(1.0, row / SKY_ROWS / HORIZON)
            column.putpixel((0, row), colour(mix(*self.palette.sky, share))[:3])
        column = column.resize((1, self._image.height), Image.Resampling.BICUBIC)
        self._image.paste(column.resize(self._image.size, Image.Resampling.NEAREST))

    def glow(self, centre: Point, radius: float, name: str, alpha: int = 150) -> None:
        """Lay a soft round light over the picture."""
        # The fade is the same for every glow, so a small one is stretched instead of drawn anew, and only
        # where it is seen: off the picture and beyond its light there is nothing to do.
        fade = Image.radial_gradient("L").point([_fade(step, alpha) for step in range(256)])
        zoom = 2 * radius * SCALE / fade.width
        left, top = (centre[0] - radius) * SCALE, (centre[1] - radius) * SCALE
        lit = fade.getbbox() or (0, 0, 0, 0)
        x, y = max(0, round(left + lit[0] * zoom)), max(0, round(top + lit[1] * zoom))
        right = min(self._image.width, round(left + lit[2] * zoom))
        low = min(self._image.height, round(top + lit[3] * zoom))
        if x >= right or y >= low:
            return
        part = (x - left) / zoom, (y - top) / zoom, (right - left) / zoom, (low - top) / zoom
        mask = fade.resize((right - x, low - y), Image.Resampling.BILINEAR, part)
        self._image.paste(colour(name)[:3], (x, y, right, low), mask)

    def disc(self, centre: Point, radius: float, fill: Colour) -> None:
        """A filled circle."""
        self.ellipse(centre, radius, radius, fill)

    def ellipse(self, centre: Point, across: float, down: float, fill: Colour) -> None:
        """A filled ellipse, given its two radii."""
        x, y = centre
        self._draw.ellipse(_scaled((x - across, y - down, x + across, y + down)), fill=fill)

    def ring(self, centre: Point, radius: float, line: Colour, width: float = 4) -> None:
        """The outline of a circle."""
        x, y = centre
        box = _scaled((x - radius, y - radius, x + radius, y + radius))
        self._draw.ellipse(box, outline=line, width=round(width * SCALE))

    def box(self, left: float, top: float, right: float, low: float, fill: Colour) -> None:
        """A filled rectangle."""
        self._draw.rectangle(_scaled((left, top, right, low)), fill=fill)

    def slab(self, place: Box, fill: Colour, corner: float) -> None:
        """A filled rectangle with rounded corners."""
        self._draw.rounded_rectangle(_scaled(place), radius=corner * SCALE, fill=fill)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], stroke: Colour, width: float = 4) -> None:
        """A line through the points."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, fill=stroke, width=round(width * SCALE), joint="curve")

    def hills(self, top: float, swell: float, fill: Colour, waves: float = 1.5) -> None:
        """Everything below a rolling line, from one side of the picture to the other."""
        start, lean = self.chance.uniform(0, math.tau), self.chance.uniform(0.6, 1.4)
        self.shape(_closed([(x, top + swell * _roll(x, start, lean, waves)) for x in _steps(16)]), fill)

    def ridge(self, top: float, height: float, fill: Colour, peaks: int) -> list[Point]:
        """Everything below a jagged line; returns the line's points, peaks and saddles in turn."""
        gap = WIDTH / peaks
        points: list[Point] = [(-gap, top)]
        for number in range(peaks + 1):
            x = gap * (number + self.chance.uniform(-0.2, 0.2))
            points.append((x, top - height * self.chance.uniform(0.55, 1)))
            points.append(
                (x + gap * self.chance.uniform(0.4, 0.6), top - height * self.chance.uniform(0, 0.3))
            )
        self.shape(_closed(points), fill)
        return points

    def jpeg(self) -> bytes:
        """The finished picture as the bytes of a JPEG file of 960 by 600 pixels."""
        out = io.BytesIO()
        self._image.reduce(SMOOTHING).save(out, "JPEG", quality=88)
        return out.getvalue()


def _scaled(box: Box) -> Box:
    left, top, right, low = box
    return left * SCALE, top * SCALE, right * SCALE, low * SCALE


def _fade(step: int, alpha: int) -> int:
    """The strength of a glow at a step from its centre; none is left half way, where its box ends."""
    return round(alpha * max(0.0, 1 - step / 127) ** 2)


def _steps(gap: int) -> range:
    return range(-gap, WIDTH + 2 * gap, gap)


def _roll(x: float, start: float, lean: float, waves: float) -> float:
    turn = x / WIDTH * math.tau * waves
    return 0.7 * math.sin(turn + start) + 0.3 * math.sin(2.3 * turn * lean + start)


def _closed(points: Sequence[Point]) -> list[Point]:
    return [*points, (WIDTH + 400, HEIGHT), (-400, HEIGHT)]
