"""Image presets: the only sizes that exist in public, and the public copies of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.core.files.storage import storages
from wagtail.images.models import Filter

from news.models import NewsImage, NewsRendition
from news.models.sizes import FORMATS, SPECS
from news.publication import files
from news.record.documents import sha256

VERSION = "1"


class Unprepared(Exception):
    """A rendition or public copy is missing; make it outside the transaction and try again."""


def prepare(images: Iterable[NewsImage]) -> None:
    """Make every preset of `images` and its public copy; slow, so never inside a transaction."""
    for image in images:
        for rendition in image.get_renditions(*SPECS).values():
            if rendition.digest and intact(rendition):
                continue
            try:
                with rendition.file.open("rb") as file:
                    data = file.read()
            except FileNotFoundError as error:  # the image was replaced meanwhile, or the file is lost
                raise Unprepared from error
            if not rendition.digest:
                rendition.digest = sha256(data)
                # Wagtail creates renditions in bulk, and then they do not know their own primary key.
                image.renditions.filter(
                    filter_spec=rendition.filter_spec, focal_point_key=rendition.focal_point_key
                ).update(digest=rendition.digest)
            files.copy(public_name(rendition), data)


def intact(rendition: NewsRendition) -> bool:
    """Whether the public copy is there and as long as the original, without reading either."""
    size = files.size_of(public_name(rendition))
    try:
        return bool(size) and size == rendition.file.size
    except FileNotFoundError:  # the original is gone, and with it the only way to make a better copy
        return bool(size)


def damaged(names: Collection[str], image_ids: Collection[int]) -> set[str]:
    """Those public files of these images that are missing, empty, or not as long as their original."""
    made = NewsRendition.objects.filter(image_id__in=image_ids).exclude(digest="")
    shortened = {public_name(rendition) for rendition in made if not intact(rendition)}
    return {name for name in names if name in shortened or not files.size_of(name)}


def public_name(rendition: NewsRendition) -> str:
    """The name of a rendition's public copy: its digest, so that it says nothing and never changes."""
    extension = rendition.file.name.rsplit(".", 1)[-1]
    return f"{rendition.digest[:2]}/{rendition.digest}.{extension}"


def renditions_of(images: Iterable[NewsImage]) -> dict[int, dict[str, NewsRendition]]:
    """The prepared presets of `images` by image id and spec; raises `Unprepared` where one is missing."""
    by_id = {image.pk: image for image in images}
    found: dict[int, dict[str, NewsRendition]] = {pk: {} for pk in by_id}
    rows = NewsRendition.objects.filter(image_id__in=by_id, filter_spec__in=SPECS).exclude(digest="")
    for rendition in rows:
        if rendition.focal_point_key == focal_key(by_id[rendition.image_id], rendition.filter_spec):
            found[rendition.image_id][rendition.filter_spec] = rendition
    if any(len(specs) < len(SPECS) for specs in found.values()):
        raise Unprepared
    return found


def focal_key(image: NewsImage, spec: str) -> str:
    """The part of a rendition's identity that depends on the image's focal point."""
    return Filter(spec=spec).get_cache_key(image)


def public_url(rendition: NewsRendition) -> str:
    """The address of a rendition's public copy."""
    return storages["public"].url(public_name(rendition))


def sources(
    renditions: Mapping[str, NewsRendition], sizes: tuple[str, ...], url_of: Callable[[NewsRendition], str]
) -> list[dict[str, Any]]:
    """`renditions` in these sizes as the `sources` of a document's image, narrowest first."""
    return [
        {"type": mime, "srcset": _srcset([renditions[f"{size}|format-{kind}"] for size in sizes], url_of)}
        for kind, mime in FORMATS.items()
    ]


def _srcset(renditions: list[NewsRendition], url_of: Callable[[NewsRendition], str]) -> list[dict[str, Any]]:
    by_width = {rendition.width: rendition for rendition in renditions}
    return [
        {"url": url_of(rendition), "width": width, "height": rendition.height}
        for width, rendition in sorted(by_width.items())
    ]
