"""Takes out of an uploaded image what must not be published with it: position, device, comments."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
MOVING = ("AVIF", "GIF", "PNG", "WEBP")
SIXTEEN_BITS = ("I", "I;16", "I;16B")


class CleanFile(ContentFile):
    """An image that was cleaned already."""


def sanitized(file: File, name: str) -> CleanFile:
    """`file` re-encoded without metadata, upright, its colour profile kept.

    Raises ValidationError where it cannot be read, is of another format than FORMATS, or has more pixels
    than `WAGTAILIMAGES_MAX_IMAGE_PIXELS` over all its frames.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            check_size(image)
            return CleanFile(reencoded(image), name=name)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError({"file": _("This file cannot be read as an image.")}) from error


def check_size(image: Image.Image) -> None:
    """Refuse an image that would take too much memory, before any of it is decoded."""
    pixels = image.width * image.height * frames(image)
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if pixels > limit:
        message = _("This image has %(pixels)d pixels; at most %(limit)d are accepted.")
        raise ValidationError({"file": message % {"pixels": pixels, "limit": limit}})


def frames(image: Image.Image) -> int:
    """How many frames readers see: phones put maps and previews behind a JPEG's picture, and those go."""
    return getattr(image, "n_frames", 1) if image.format in MOVING else 1


def reencoded(image: Image.Image) -> bytes:
    """The bytes of `image` in its own format, nothing but pixels and colour profile."""
    kind = image.format if image.format in MOVING else "JPEG"
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    if kind in {"JPEG", "WEBP", "AVIF"}:
        options["quality"] = 95
    target = BytesIO()
    if frames(image) > 1:
        image.save(target, kind, save_all=True, exif=b"", xmp=b"", comment=b"", **options)
    else:
        upright = ImageOps.exif_transpose(image)
        if upright.mode == "P":
            upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        elif upright.mode in SIXTEEN_BITS:  # no preset could be made of it
            upright = upright.point(lambda value: value / 256).convert("L")
        upright.info.clear()
        upright.save(target, kind, **options)
    return target.getvalue()
