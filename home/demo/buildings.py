"""The demo illustrations of what people build: a city, a hospital, a parliament and a stadium."""

import math

from home.demo.canvas import HEIGHT, WIDTH, Box, Canvas, Colour, colour, mix
from home.demo.landscapes import sun

TIERS = 7


def city(canvas: Canvas) -> None:
    """Rows of towers that darken towards the viewer, some of their windows lit."""
    canvas.sky()
    sun(canvas, (canvas.chance.uniform(380, 1220), 420), 130)
    layers = canvas.palette.layers
    for depth, layer in enumerate(layers):
        _row_of_towers(canvas, layer, depth)
        if depth < len(layers) - 1:
            canvas.glow((canvas.chance.uniform(0, WIDTH), 860), 620, canvas.palette.sky[1], 90)


def _row_of_towers(canvas: Canvas, tone: str, depth: int) -> None:
    x = -canvas.chance.uniform(0, 60)
    while x < WIDTH:
        wide = canvas.chance.uniform(70, 130) + depth * 20
        top = 340 + depth * 130 + canvas.chance.uniform(-100, 110)
        canvas.box(x, top, x + wide - 4, HEIGHT, colour(tone))
        _roof(canvas, x, top, wide, tone)
        if depth >= 2:
            _windows(canvas, (x, top, x + wide - 4), depth)
        x += wide + canvas.chance.choice((0, 0, 14))


def _roof(canvas: Canvas, x: float, top: float, wide: float, tone: str) -> None:
    middle, kind = x + wide / 2 - 2, canvas.chance.randrange(5)
    if kind == 0:
        canvas.disc((middle, top), wide * 0.32, colour(tone))
    elif kind == 1:
        canvas.line([(middle, top), (middle, top - 70)], colour(tone), 5)
    elif kind == 2:
        canvas.box(x + wide * 0.2, top - 32, x + wide * 0.7, top, colour(tone))


def _windows(canvas: Canvas, tower: tuple[float, float, float], depth: int) -> None:
    left, top, right = tower
    size = 9 + depth * 2
    columns = int((right - left - size) // (size * 2.2))
    inset = (right - left - (columns * 2.2 - 1.2) * size) / 2
    for row in range(int((HEIGHT - top) // (size * 2.6))):
        for column in range(columns):
            if canvas.chance.random() < 0.42:
                x, y = left + inset + column * size * 2.2, top + 26 + row * size * 2.6
                lit = canvas.chance.choice((canvas.palette.light, canvas.palette.accents[0]))
                canvas.box(x, y, x + size, y + size * 1.3, colour(lit, canvas.chance.randint(90, 230)))


def hospital(canvas: Canvas) -> None:
    """A calm white building in three volumes, a plus sign on its tower, and a garden."""
    canvas.sky()
    sun(canvas, (canvas.chance.choice((330, 1270)), 300), 85)
    layers = canvas.palette.layers
    canvas.hills(640, 60, colour(layers[0]), 1.1)
    canvas.hills(720, 40, colour(layers[1]), 1.6)
    shift = canvas.chance.uniform(-70, 70)
    wall = "#f7f5f0"
    _block(canvas, (280 + shift, 520, 720 + shift), mix(wall, layers[1], 0.22))
    _block(canvas, (880 + shift, 450, 1330 + shift), mix(wall, layers[1], 0.12))
    _block(canvas, (620 + shift, 300, 980 + shift), wall)
    _plus(canvas, 800 + shift, 400)
    canvas.box(-10, 850, WIDTH + 10, HEIGHT, colour(layers[2]))
    canvas.hills(905, 16, colour(layers[3]), 1.3)
    for x in (90, 190, 1400, 1490, 1570):
        _round_tree(canvas, x + canvas.chance.uniform(-25, 25), 880, canvas.chance.uniform(60, 105))


def _block(canvas: Canvas, place: tuple[float, float, float], wall: str) -> None:
    left, top, right = place
    canvas.slab((left, top, right, 860), colour(wall), 8)
    canvas.box(left, top, left + 26, 860, colour(canvas.palette.layers[3], 26))
    columns = int((right - left) // 66)
    gap = (right - left) / columns
    first = top + (210 if top < 350 else 50)
    for row in range(int((810 - first) // 72) + 1):
        for column in range(columns):
            x, y = left + gap * column + gap / 2, first + row * 72
            lit = canvas.chance.random() < 0.3
            pane = canvas.palette.light if lit else canvas.palette.layers[2]
            canvas.slab((x - 18, y - 20, x + 18, y + 22), colour(pane, 255 if lit else 190), 4)


def _plus(canvas: Canvas, x: float, y: float) -> None:
    # Green, because the red cross on white is an emblem that the law protects.
    tone = colour(canvas.palette.accents[2])
    canvas.slab((x - 62, y - 19, x + 62, y + 19), tone, 9)
    canvas.slab((x - 19, y - 62, x + 19, y + 62), tone, 9)


def _round_tree(canvas: Canvas, x: float, base: float, size: float) -> None:
    leaf = canvas.chance.choice((canvas.palette.accents[1], canvas.palette.accents[2]))
    canvas.box(x - 6, base - size, x + 6, base + 30, colour(canvas.palette.layers[3]))
    canvas.ellipse((x, base - size * 1.5), size * 0.72, size, colour(leaf))
    canvas.ellipse((x - size * 0.2, base - size * 1.65), size * 0.4, size * 0.65, colour("#ffffff", 34))


def parliament(canvas: Canvas) -> None:
    """A domed hall with a row of columns above a wide flight of steps."""
    canvas.sky()
    sun(canvas, (canvas.chance.choice((300, 1300)), 330), 100)
    layers = canvas.palette.layers
    canvas.hills(640, 45, colour(layers[0]), 1.3)
    stone, shade = "#f3ead9", mix("#f3ead9", layers[2], 0.4)
    for left, right in ((170, 560), (1040, 1430)):
        _colonnade(canvas, (left, 560, right, 800), 6, stone, shade)
    _dome(canvas, stone, shade)
    _colonnade(canvas, (520, 520, 1080, 800), 8, stone, shade)
    canvas.shape([(490, 505), (800, 400), (1110, 505)], colour(stone))
    canvas.shape([(580, 492), (800, 420), (1020, 492)], colour(shade))
    _steps(canvas, stone, shade)


def _colonnade(canvas: Canvas, place: Box, count: int, stone: str, shade: str) -> None:
    left, top, right, low = place
    canvas.box(left, top, right, low, colour(mix(shade, canvas.palette.layers[3], 0.45)))
    gap = (right - left) / count
    for number in range(count):
        x = left + gap * (number + 0.5)
        canvas.box(x - 17, top, x + 17, low, colour(stone))
        canvas.box(x + 5, top, x + 17, low, colour(shade, 150))
    canvas.slab((left - 24, top - 26, right + 24, top + 8), colour(stone), 3)
    canvas.box(left - 24, top + 2, right + 24, top + 10, colour(shade))


def _dome(canvas: Canvas, stone: str, shade: str) -> None:
    accent = canvas.palette.accents[0]
    canvas.ellipse((800, 330), 185, 185, colour(accent))
    canvas.ellipse((752, 310), 70, 140, colour("#ffffff", 38))
    for bend in (-110, 0, 110):
        ribs = [(800 + bend * math.cos(turn / 12), 330 - 185 * math.sin(turn / 12)) for turn in range(19)]
        canvas.line(ribs, colour(mix(accent, "#000000", 0.22), 150), 4)
    canvas.box(600, 330, 1000, 510, colour(stone))
    for x in range(625, 990, 50):
        canvas.slab((x, 362, x + 20, 440), colour(shade), 10)
    canvas.line([(800, 150), (800, 70)], colour(accent), 6)
    canvas.shape([(803, 70), (868, 88), (803, 108)], colour(canvas.palette.accents[1]))


def _steps(canvas: Canvas, stone: str, shade: str) -> None:
    canvas.box(-10, 870, WIDTH + 10, HEIGHT, colour(canvas.palette.layers[3]))
    canvas.box(120, 800, 1480, 850, colour(mix(stone, shade, 0.5)))
    for number in range(6):
        spread, top = 470 + number * 55, 800 + number * 27
        canvas.box(800 - spread, top, 800 + spread, top + 28, colour(stone if number % 2 else shade))


def stadium(canvas: Canvas) -> None:
    """A bowl of full stands around a lit pitch, with four beams of light over it."""
    canvas.sky()
    palette = canvas.palette
    for tier in range(TIERS):
        share = tier / (TIERS - 1)
        tone = colour(mix(palette.layers[0], palette.layers[3], share))
        canvas.ellipse((800, 720), 1060 - 78 * tier, 460 - 36 * tier, tone)
        if tier < TIERS - 1:
            _crowd(canvas, 1025 - 78 * tier, 444 - 36 * tier)
    _pitch(canvas)
    for x in (160, 560, 1040, 1440):
        _floodlight(canvas, x, 110 if x in (160, 1440) else 80)


def _crowd(canvas: Canvas, across: float, down: float) -> None:
    tones = [*canvas.palette.accents, "#ffffff"]
    for _ in range(270):
        turn = canvas.chance.uniform(0, math.tau)
        reach = canvas.chance.uniform(0.978, 1.015)
        place = 800 + across * reach * math.cos(turn), 720 + down * reach * math.sin(turn)
        canvas.disc(place, canvas.chance.uniform(3, 6), colour(canvas.chance.choice(tones), 150))


def _pitch(canvas: Canvas) -> None:
    green, chalk = canvas.palette.accents[2], colour("#ffffff", 200)
    for strip in range(10):
        left, right = 430 + strip * 74, 504 + strip * 74
        tone = mix(green, "#ffffff", 0.1) if strip % 2 else green
        canvas.shape([(_lean(left), 600), (_lean(right), 600), (right, 850), (left, 850)], colour(tone))
    canvas.line(_frame(430, 1170, 600, 850), chalk, 4)
    canvas.line([(800, 600), (800, 850)], chalk, 4)
    circle = [(800 + 88 * math.cos(t / 10), 718 + 42 * math.sin(t / 10)) for t in range(64)]
    canvas.line(circle, chalk, 4)
    for side, goal in ((430, 560), (1170, 1040)):
        canvas.line([(_slide(side, 665), 665), (_slide(goal, 665), 665)], chalk, 4)
        canvas.line([(_slide(goal, 665), 665), (_slide(goal, 785), 785)], chalk, 4)
        canvas.line([(_slide(goal, 785), 785), (_slide(side, 785), 785)], chalk, 4)


def _lean(x: float) -> float:
    return 800 + (x - 800) * 0.8


def _slide(x: float, y: float) -> float:
    """Where a line that meets the near touchline at x stands at height y, as the pitch narrows away."""
    return 800 + (x - 800) * (0.8 + 0.2 * (y - 600) / 250)


def _frame(left: float, right: float, top: float, low: float) -> list[tuple[float, float]]:
    return [(left, low), (_lean(left), top), (_lean(right), top), (right, low), (left, low)]


def _floodlight(canvas: Canvas, x: float, y: float) -> None:
    beam: Colour = colour(canvas.palette.light, 26)
    for spread in (1.0, 0.6):
        canvas.shape([(x, y), (800 - 360 * spread, 850), (800 + 360 * spread, 850)], beam)
    canvas.line([(x, y), (x, y + 270)], colour(canvas.palette.layers[3]), 10)
    canvas.glow((x, y), 170, canvas.palette.light, 190)
    for lamp in range(-2, 3):
        canvas.disc((x + lamp * 22, y), 10, colour("#ffffff"))
