"""The demo illustrations of things: a book, a microscope, a circuit and a market stall."""

import math

from home.demo.canvas import HEIGHT, WIDTH, Canvas, Point, colour, mix


def book(canvas: Canvas) -> None:
    """An open book from which soft coloured shapes rise."""
    canvas.sky()
    palette = canvas.palette
    canvas.glow((800, 600), 700, palette.light, 150)
    for number in range(26):
        _rising(canvas, number)
    canvas.box(-10, 860, WIDTH + 10, HEIGHT, colour(palette.layers[3]))
    canvas.ellipse((800, 905), 640, 42, colour("#000000", 60))
    for side in (-1, 1):
        _cover(canvas, side)
        for sheet in range(7):
            _page(canvas, side, sheet)
        _lines(canvas, side)


def _rising(canvas: Canvas, number: int) -> None:
    turn, reach = canvas.chance.uniform(-1.25, 1.25), canvas.chance.uniform(180, 640)
    place = 800 + reach * 1.15 * math.sin(turn), 680 - reach * math.cos(turn)
    tones = (*canvas.palette.accents, canvas.palette.light, canvas.palette.layers[0])
    tone, size = colour(tones[number % 5], 165), canvas.chance.uniform(18, 78)
    if number % 3 == 0:
        canvas.ring(place, size, tone, 5)
    elif number % 3 == 1:
        canvas.disc(place, size * 0.8, tone)
    else:
        _star(canvas, place, size, tone[:3])


def _star(canvas: Canvas, centre: Point, size: float, tone: tuple[int, int, int]) -> None:
    """The eight-pointed star of two squares, one turned over the other."""
    for start in (0.0, math.pi / 4):
        corners = [start + math.pi / 2 * corner for corner in range(4)]
        square = [(centre[0] + size * math.cos(c), centre[1] + size * math.sin(c)) for c in corners]
        canvas.shape(square, (*tone, 120))


def _curve(side: int, lift: float, reach: float) -> list[Point]:
    """The upper edge of a page, from the spine outwards."""
    return [
        (800 + side * reach * step / 24, lift - 78 * math.sin(math.pi * step / 24) ** 0.8 + step * 1.2)
        for step in range(25)
    ]


def _page(canvas: Canvas, side: int, sheet: int) -> None:
    edge = _curve(side, 640 + (6 - sheet) * -4, 560 - sheet * 7)
    low = [(x, y + 235) for x, y in reversed(edge)]
    paper = mix("#fffaf0", canvas.palette.layers[1], 0.24 - sheet * 0.035)
    canvas.shape([*edge, *low], colour(paper))
    if sheet == 6:
        canvas.shape([(800, 640), *edge[1:5], *low[-5:]], colour(canvas.palette.layers[2], 40))


def _cover(canvas: Canvas, side: int) -> None:
    edge = _curve(side, 640, 590)
    canvas.shape([*edge, *[(x, y + 252) for x, y in reversed(edge)]], colour(canvas.palette.accents[0]))


def _lines(canvas: Canvas, side: int) -> None:
    """Strokes that stand for writing and spell nothing."""
    ink = colour(canvas.palette.layers[3], 95)
    for row in range(7):
        edge = [(x, y + 48 + row * 25) for x, y in _curve(side, 640, 518)]
        end = canvas.chance.randint(17, 21)
        canvas.line(edge[3:end], ink, 5)


def microscope(canvas: Canvas) -> None:
    """A microscope in front of the round field of cells that it shows."""
    canvas.sky()
    palette = canvas.palette
    place = 1030.0, 460.0
    canvas.glow(place, 640, palette.light, 130)
    canvas.disc(place, 370, colour(mix(palette.sky[1], "#ffffff", 0.35)))
    for _ in range(34):
        _cell(canvas, place)
    canvas.ring(place, 392, colour(palette.layers[3]), 24)
    canvas.ring(place, 420, colour(palette.layers[1], 120), 4)
    canvas.box(-10, 860, WIDTH + 10, HEIGHT, colour(palette.layers[2]))
    canvas.ellipse((500, 890), 330, 26, colour("#000000", 55))
    _instrument(canvas)


def _cell(canvas: Canvas, place: Point) -> None:
    size = canvas.chance.uniform(20, 62)
    turn, reach = canvas.chance.uniform(0, math.tau), (360 - size) * math.sqrt(canvas.chance.random())
    centre = place[0] + reach * math.cos(turn), place[1] + reach * math.sin(turn)
    tone = canvas.chance.choice((*canvas.palette.accents, canvas.palette.layers[1]))
    canvas.disc(centre, size, colour(tone, 105))
    canvas.ring(centre, size, colour(tone, 190), 4)
    nucleus = centre[0] + size * 0.2, centre[1] - size * 0.15
    canvas.disc(nucleus, size * 0.3, colour(mix(tone, "#000000", 0.25), 190))


def _instrument(canvas: Canvas) -> None:
    dark, accent = colour(canvas.palette.layers[3]), colour(canvas.palette.accents[0])
    canvas.slab((270, 820, 720, 880), dark, 26)
    arm = [(360 - 150 * math.sin(t / 10), 560 - 270 * math.cos(t / 10)) for t in range(32)]
    canvas.line(arm, dark, 62)
    canvas.slab((330, 690, 640, 722), accent, 10)
    canvas.slab((470, 722, 500, 822), dark, 6)
    _tilted(canvas, (350, 235), (510, 560), 54, canvas.palette.layers[3])
    _tilted(canvas, (318, 168), (352, 238), 40, canvas.palette.accents[0])
    _tilted(canvas, (512, 562), (552, 642), 34, canvas.palette.accents[1])
    canvas.disc((330, 730), 44, accent)
    canvas.disc((330, 730), 20, colour(mix(canvas.palette.accents[0], "#000000", 0.3)))


def _tilted(canvas: Canvas, start: Point, end: Point, half: float, tone: str) -> None:
    """A thick bar between two points, its lit side lighter."""
    length = math.dist(start, end)
    across = (end[1] - start[1]) / length * half, (start[0] - end[0]) / length * half
    for share, shade in ((1.0, tone), (-0.35, mix(tone, "#ffffff", 0.16))):
        far = across[0] * share, across[1] * share
        sides = [(start[0] - across[0], start[1] - across[1]), (end[0] - across[0], end[1] - across[1])]
        other = [(end[0] + far[0], end[1] + far[1]), (start[0] + far[0], start[1] + far[1])]
        canvas.shape([*sides, *other], colour(shade))


def circuit(canvas: Canvas) -> None:
    """A chip on a dark board, and the bright paths that leave it on every side."""
    canvas.sky()
    palette = canvas.palette
    centre = canvas.chance.uniform(640, 960), 500.0
    for row in range(20, HEIGHT, 40):
        for column in range(20, WIDTH, 40):
            canvas.disc((column, row), 2.5, colour(palette.layers[1], 70))
    canvas.glow(centre, 760, palette.light, 120)
    for number in range(44):
        _trace(canvas, centre, number)
    _chip(canvas, centre)


def _trace(canvas: Canvas, centre: Point, number: int) -> None:
    """A path that leaves one side of the chip straight, turns by 45 degrees and ends in a ring."""
    side, slot = number % 4, number // 4 - 5
    out, bend = canvas.chance.uniform(190, 330), canvas.chance.uniform(30, 230) * (1 if slot >= 0 else -1)
    run = canvas.chance.uniform(40, 420)
    course = [(130, slot * 23), (out, slot * 23), (out + abs(bend), slot * 23 + bend)]
    course.append((course[-1][0] + run, course[-1][1]))
    points = [_turned(centre, side, point) for point in course]
    tone = canvas.chance.choice((*canvas.palette.accents, canvas.palette.layers[0]))
    canvas.line(points, colour(tone, 215), 5)
    canvas.disc(points[-1], 13, colour(tone))
    canvas.disc(points[-1], 6, colour(canvas.palette.sky[0]))


def _turned(centre: Point, side: int, point: Point) -> Point:
    ahead, aside = point
    x, y = ((ahead, aside), (-aside, ahead), (-ahead, -aside), (aside, -ahead))[side]
    return centre[0] + x, centre[1] + y


def _chip(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    palette = canvas.palette
    for half, tone in ((150, palette.layers[3]), (132, palette.layers[2]), (86, palette.layers[1])):
        canvas.slab((x - half, y - half, x + half, y + half), colour(tone), 18)
    canvas.slab((x - 62, y - 62, x + 62, y + 62), colour(palette.accents[0]), 12)
    canvas.shape(
        [(x - 62, y + 50), (x + 50, y - 62), (x + 62, y - 62), (x - 62, y + 62)], colour("#ffffff", 60)
    )


def market(canvas: Canvas) -> None:
    """Striped awnings over crates of round fruit, and lamps on a string."""
    canvas.sky()
    palette = canvas.palette
    canvas.glow((800, 420), 800, palette.light, 130)
    canvas.hills(470, 40, colour(palette.layers[0]), 1.4)
    canvas.box(-10, 520, WIDTH + 10, HEIGHT, colour(palette.layers[2]))
    _lamps(canvas)
    for stall in range(3):
        left = 40 + stall * 520
        canvas.box(left + 20, 440, left + 480, 900, colour(mix(palette.layers[3], "#000000", 0.2), 150))
        for column in range(3):
            _crate(canvas, left + 34 + column * 146, 700)
            _crate(canvas, left + 34 + column * 146, 860)
        for post in (left + 14, left + 474):
            canvas.box(post, 420, post + 12, 960, colour(palette.layers[3]))
        _awning(canvas, left, palette.accents[stall % 3])


def _lamps(canvas: Canvas) -> None:
    wire = [(x, 130 + 70 * math.sin(math.pi * (x % 400) / 400)) for x in range(0, WIDTH + 20, 20)]
    canvas.line(wire, colour(canvas.palette.layers[3], 170), 3)
    for x, y in wire[2::5]:
        canvas.glow((x, y + 16), 70, canvas.palette.light, 200)
        canvas.disc((x, y + 16), 12, colour(mix(canvas.palette.light, "#ffffff", 0.4)))


def _awning(canvas: Canvas, left: float, tone: str) -> None:
    for strip in range(8):
        fill = colour(tone if strip % 2 == 0 else "#fff6e6")
        near, far = left - 20 + strip * 67.5, left + 30 + strip * 55
        canvas.shape([(far, 290), (far + 55, 290), (near + 67.5, 440), (near, 440)], fill)
        canvas.ellipse((near + 33.75, 440), 33.75, 34, fill)
    canvas.shape(
        [(left + 30, 290), (left + 470, 290), (left + 476, 306), (left + 24, 306)], colour("#000000", 34)
    )


def _crate(canvas: Canvas, left: float, base: float) -> None:
    palette = canvas.palette
    fruit = canvas.chance.choice((*palette.accents, palette.light, palette.layers[1]))
    for row in range(3):
        for column in range(4):
            place = left + 22 + column * 30 + (row % 2) * 7, base - 62 - row * 22
            canvas.disc(place, 19, colour(mix(fruit, "#000000", 0.12 * (2 - row))))
            canvas.disc((place[0] - 5, place[1] - 6), 5, colour("#ffffff", 90))
    for slat in range(3):
        wood = mix("#b98a5a", palette.layers[3], 0.15 + 0.12 * slat)
        canvas.slab((left, base - 56 + slat * 21, left + 134, base - 38 + slat * 21), colour(wood), 3)
