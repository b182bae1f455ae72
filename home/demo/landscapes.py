"""The demo illustrations of open air: mountains, fields, the sea and a port."""

import math

from home.demo.canvas import HEIGHT, WIDTH, Canvas, Point, colour, mix


def sun(canvas: Canvas, centre: Point, radius: float) -> None:
    """The palette's light as a disc with a wide glow around it."""
    light = canvas.palette.light
    canvas.glow(centre, radius * 6, light, 170)
    canvas.disc(centre, radius, colour(light, 235))


def mountain(canvas: Canvas) -> None:
    """Ridges behind ridges with mist between them, and snow on the farthest."""
    canvas.sky()
    sun(canvas, (canvas.chance.uniform(350, 1250), 310), 80)
    palette = canvas.palette
    for depth, layer in enumerate(palette.layers):
        top = 640 + depth * 105
        line = canvas.ridge(top, 380 - depth * 75, colour(layer), 4 + depth)
        _facets(canvas, line, top, layer)
        canvas.glow((canvas.chance.uniform(200, 1400), top + 10), 560, palette.sky[1], 80)
    canvas.hills(945, 18, colour(mix(palette.layers[3], "#000000", 0.25)))


def _facets(canvas: Canvas, line: list[Point], top: float, layer: str) -> None:
    """Light one side of every peak, as a low sun does."""
    lit = colour(mix(layer, canvas.palette.light, 0.35), 120)
    for (left_x, left_y), (x, y), _right in zip(line[0::2], line[1::2], line[2::2], strict=False):
        foot = x - (x - left_x) * 0.15, top + 60
        canvas.shape([(left_x, left_y), (x, y), foot, (left_x, top + 40)], lit)


def field(canvas: Canvas) -> None:
    """Rolling ground, and furrows that run to one point on the horizon."""
    canvas.sky()
    far = canvas.chance.uniform(500, 1100)
    sun(canvas, (far + canvas.chance.choice((-260, 260)), 370), 90)
    layers = canvas.palette.layers
    canvas.hills(500, 55, colour(layers[0]), 1.2)
    canvas.hills(560, 35, colour(layers[1]), 1.7)
    _trees(canvas, 575)
    canvas.box(-10, 600, WIDTH + 10, HEIGHT, colour(layers[2]))
    _furrows(canvas, far)


def _furrows(canvas: Canvas, far: float) -> None:
    _, _, ground, dark = canvas.palette.layers
    gold, leaf = canvas.palette.accents[:2]
    fills = [dark, mix(ground, gold, 0.45), mix(dark, leaf, 0.4)]
    for number in range(-16, 17):
        left, right = far + number * 240, far + number * 240 + 150
        strip = [(far + number * 26, 600), (far + number * 26 + 15, 600), (right, HEIGHT), (left, HEIGHT)]
        canvas.shape(strip, colour(fills[number % 3], 215))


def _trees(canvas: Canvas, base: float) -> None:
    dark = mix(canvas.palette.layers[3], "#000000", 0.15)
    for _ in range(9):
        x, size = canvas.chance.uniform(40, 1560), canvas.chance.uniform(24, 50)
        canvas.box(x - 3, base - size, x + 3, base + 32, colour(dark))
        canvas.ellipse((x, base - size), size * 0.55, size, colour(dark))


def sea(canvas: Canvas) -> None:
    """A low sun and its path on the water, swells that darken towards the viewer, and a sail."""
    canvas.sky()
    x = canvas.chance.uniform(450, 1150)
    sun(canvas, (x, 360), 110)
    layers = canvas.palette.layers
    canvas.box(-10, 520, WIDTH + 10, HEIGHT, colour(layers[0]))
    _path_of_light(canvas, x, 526, 700)
    for depth in range(7):
        tone = mix(layers[1], layers[3], depth / 6)
        canvas.hills(610 + depth * 58, 13 + depth * 3, colour(tone, 205), 3.4 - depth * 0.3)
    _sail(canvas, x + canvas.chance.choice((-380, 380)), 585)


def _path_of_light(canvas: Canvas, x: float, top: int, low: int) -> None:
    for row in range(top, low, 12):
        half = 30 + (row - top) * 0.7 * canvas.chance.uniform(0.6, 1.2)
        canvas.slab((x - half, row, x + half, row + 5), colour(canvas.palette.light, 150), 2)


def _sail(canvas: Canvas, x: float, y: float) -> None:
    accents = canvas.palette.accents
    canvas.shape([(x, y - 190), (x, y - 12), (x + 105, y - 12)], colour(accents[0]))
    canvas.shape([(x - 10, y - 150), (x - 10, y - 12), (x - 75, y - 12)], colour(accents[1]))
    hull = [(x - 90, y), (x + 115, y), (x + 80, y + 34), (x - 60, y + 34)]
    canvas.shape(hull, colour(mix(canvas.palette.layers[3], "#000000", 0.35)))


def port(canvas: Canvas) -> None:
    """Cranes against the light, stacks of containers, and their quay over still water."""
    canvas.sky()
    x = canvas.chance.uniform(420, 1180)
    sun(canvas, (x, 430), 105)
    layers = canvas.palette.layers
    canvas.hills(600, 40, colour(layers[0]), 1.1)
    for number in range(4):
        _crane(canvas, 150 + number * 400 + canvas.chance.uniform(-40, 40), 760, number % 2)
    _containers(canvas, 770)
    canvas.box(-10, 770, WIDTH + 10, 806, colour(mix(layers[3], "#000000", 0.3)))
    canvas.box(-10, 806, WIDTH + 10, HEIGHT, colour(layers[2]))
    _path_of_light(canvas, x, 815, 1000)
    for _ in range(40):
        left, row = canvas.chance.uniform(-100, WIDTH), canvas.chance.uniform(815, 990)
        canvas.slab((left, row, left + canvas.chance.uniform(60, 260), row + 4), colour(layers[1], 90), 2)


def _crane(canvas: Canvas, x: float, base: float, near: int) -> None:
    tone = colour(mix(canvas.palette.layers[2 + near], "#000000", 0.15 * near))
    size, top = 0.85 + 0.2 * near, base - 400 * (0.85 + 0.2 * near)
    for leg in (-60, 60):
        canvas.line([(x + leg * size, base), (x + leg * 0.7 * size, top + 90)], tone, 13 * size)
    canvas.line([(x - 55 * size, base - 150), (x + 55 * size, base - 150)], tone, 9)
    canvas.line([(x - 150 * size, top + 90), (x + 250 * size, top + 90)], tone, 15 * size)
    canvas.line([(x, top + 90), (x + 8, top - 40)], tone, 11 * size)
    for end in (-140, 130, 240):
        canvas.line([(x + 8, top - 40), (x + end * size, top + 88)], tone, 4)
    hook = x + canvas.chance.uniform(110, 220) * size
    canvas.line([(hook, top + 90), (hook, top + 220)], tone, 3)
    canvas.box(
        hook - 44, top + 220, hook + 44, top + 256, colour(canvas.chance.choice(canvas.palette.accents))
    )


def _containers(canvas: Canvas, base: float) -> None:
    wide, high = 118, 44
    choices = (*canvas.palette.accents, canvas.palette.layers[1])
    for column in range(math.ceil(WIDTH / wide)):
        for level in range(canvas.chance.randint(1, 4)):
            left, low = column * wide + 4, base - level * high
            tone = canvas.chance.choice(choices)
            canvas.slab((left, low - high + 3, left + wide - 6, low), colour(tone), 2)
            for rib in range(10, wide - 10, 12):
                shade = colour(mix(tone, "#000000", 0.22))
                canvas.box(left + rib, low - high + 8, left + rib + 3, low - 5, shade)
