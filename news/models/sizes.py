"""The sizes every image exists in once it is public, and the images they can be made of."""

from wagtail.images.models import Filter

# Widths in pixels. A card is cropped around the focal point so that lists line up; a story shows it whole.
CARD = ("fill-640x400",)
WIDE = ("width-800", "width-1600")
FORMATS = {"webp": "image/webp", "jpeg": "image/jpeg"}
SPECS = tuple(f"{size}|format-{kind}" for kind in FORMATS for size in (*CARD, *WIDE))
LONGEST_SIDE = 16_383  # pixels; WebP holds no more


class Outline:
    """A picture of which only its size is known, as Wagtail asks for it."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    def get_focal_point(self) -> None:
        """Nowhere: where a picture is cropped makes no difference to the size."""

    def is_svg(self) -> bool:
        """Never."""
        return False


def can_be_made(width: int, height: int) -> bool:
    """Whether every preset can be made of a picture of this size in pixels, wherever its focal point is."""
    if width < 2 <= height:  # a card's share of a single column may be less than a pixel
        return False
    try:
        made = [Filter(spec).get_transform(Outline(width, height)).size for spec in (*CARD, *WIDE)]
    except ValueError:  # nothing would be left of it
        return False
    return all(side <= LONGEST_SIDE for size in made for side in size)
