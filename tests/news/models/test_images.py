"""Images as they arrive: what is cleaned out of them, and what is not let in."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from news.models import NewsImage
from news.models.sanitize import sanitized
from news.models.sizes import SPECS, can_be_made
from tests import factories

newsroom = pytest.mark.usefixtures("newsroom")

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRET = "هاتف المراسلة"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def secretive(kind: str, *, orientation: int = 1) -> bytes:
    """A picture of 60 by 40 that tells where, when and with what it was taken; red at its left."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "SecretPhone"
    exif[GPS] = {1: "N", 2: (33.5, 30.0, 0.0), 3: "E", 4: (36.3, 15.0, 0.0)}
    picture = Image.new("RGB", (60, 40), "blue")
    picture.paste("red", (0, 0, 20, 40))
    options: dict[str, Any] = {"exif": exif, "icc_profile": PROFILE}
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Comment", "SecretPhone")
    if kind == "JPEG":
        options |= {"comment": b"SecretPhone", "xmp": b"<x>SecretPhone</x>"}
    if kind == "MPO":
        options |= {"save_all": True, "append_images": [Image.new("RGB", (60, 40), "green")]}
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def stored(file: Any) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "MPO"])
@newsroom
def test_nothing_tells_where_a_picture_was_taken(kind: str) -> None:
    assert b"SecretPhone" in secretive(kind)
    image = factories.image(data=secretive(kind))
    renditions = image.get_renditions(*SPECS).values()
    for data in (stored(image.file), *(stored(rendition.file) for rendition in renditions)):
        picture = Image.open(BytesIO(data))
        assert not picture.getexif()
        assert b"SecretPhone" not in data
        assert not {"comment", "xmp", "Comment", "gps"} & picture.info.keys()
    original = Image.open(BytesIO(stored(image.file)))
    assert original.info["icc_profile"] == PROFILE
    assert original.format == ("JPEG" if kind == "MPO" else kind)
    assert getattr(original, "n_frames", 1) == 1


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "MPO"])
@newsroom
def test_a_picture_taken_upright_stands_upright(kind: str) -> None:
    image = factories.image(data=secretive(kind, orientation=6))
    assert (image.width, image.height) == (40, 60)
    picture = Image.open(BytesIO(stored(image.file))).convert("RGB")
    assert picture.size == (40, 60)
    red, _green, blue = picture.getpixel((20, 5))  # what was left is now above
    assert red > blue


def test_moving_pictures_go_on_moving() -> None:
    frames = [Image.new("RGB", (30, 20), color) for color in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        target = BytesIO()
        frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=100)
        cleaned = sanitized(ContentFile(target.getvalue()), "moving")
        assert Image.open(cleaned).n_frames == 3, kind


@newsroom
def test_whatever_is_let_in_can_be_shown() -> None:
    kinds = [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "GIF"), ("I;16", "PNG"), ("LA", "PNG"), ("1", "PNG")]
    for mode, kind in [*kinds, ("P", "PNG")]:
        target = BytesIO()
        Image.new(mode, (50, 40)).save(target, kind)
        image = factories.image(data=target.getvalue())
        assert {made.width for made in image.get_renditions(*SPECS).values()} == {50}, (mode, kind)


BAD: dict[str, bytes] = {
    "page.png": b"<!doctype html><html><script>alert(1)</script></html>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
    "cut.jpg": factories.image_bytes()[:300],
    "cut.png": factories.image_bytes(kind="PNG")[:60],
    "empty.jpg": b"",
    "bitmap.jpg": factories.image_bytes(kind="BMP"),
    "scan.jpg": factories.image_bytes(kind="TIFF"),
    "paper.jpg": b"%PDF-1.7 nothing",
}


def many_frames() -> bytes:
    """A moving picture each of whose frames is small; together they are not."""
    frames = [Image.new("L", (2000, 1000), shade) for shade in range(0, 210, 10)]
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


def stored_files() -> list[Path]:
    root = Path(storages["default"].location)
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        sanitized(ContentFile(BAD[name]), name)


@newsroom
def test_refused_uploads_leave_nothing_behind(client: Client) -> None:
    client.force_login(factories.user(is_superuser=True))
    bad = {
        **{name: data for name, data in BAD.items() if not name.startswith("cut")},
        "moving.gif": many_frames(),
        "huge.png": factories.image_bytes((7000, 5858), "PNG"),  # 41 million pixels
    }
    for name, data in bad.items():
        upload = SimpleUploadedFile(name, data)
        collection = NewsImage._meta.get_field("collection").get_default()
        answer = client.post(
            "/admin/images/add/", {"title": "صورة", "file": upload, "rights": "own", "collection": collection}
        )
        assert answer.status_code == 200, name
        assert answer.context["form"].errors["file"], name
    assert not NewsImage.objects.exists()
    assert stored_files() == []


@newsroom
def test_a_picture_of_too_many_pixels_is_refused_whichever_way_it_comes() -> None:
    huge = ContentFile(factories.image_bytes((7000, 5858), "PNG"), name="huge.png")
    with pytest.raises(ValidationError):
        NewsImage.objects.create(title="كبيرة", file=huge)
    with pytest.raises(ValidationError):
        NewsImage.objects.create(title="متحركة", file=ContentFile(many_frames(), name="moving.gif"))
    assert not NewsImage.objects.exists()
    assert stored_files() == []


def grey(size: tuple[int, int]) -> bytes:
    """A picture of `size` pixels that takes little room."""
    target = BytesIO()
    Image.new("L", size, 200).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("size", [(1600, 17000), (800, 16384), (1, 30000), (1, 2), (1, 3)])
@newsroom
def test_a_picture_no_preset_can_be_made_of_is_refused(client: Client, size: tuple[int, int]) -> None:
    client.force_login(factories.user(is_superuser=True))
    data = grey(size)
    upload = SimpleUploadedFile("tall.png", data)
    answer = client.post("/admin/images/add/", {"title": "طويلة", "file": upload, "rights": "own"})
    (error,) = answer.context["form"].errors["file"]
    assert error.startswith("هذه الصورة أطول من أن تُعرض للقراء قياسًا إلى عرضها")
    assert f"({size[0]} × {size[1]} بكسل)" in error
    with pytest.raises(ValidationError):
        factories.image(data=data)
    image = factories.image()
    image.file = ContentFile(data, name="tall.png")
    for _attempt in range(2):  # what was cleaned already is judged as well
        with pytest.raises(ValidationError):
            image.save()
    assert [stored.width for stored in NewsImage.objects.all()] == [400]


@pytest.mark.parametrize("size", [(300, 16383), (2, 16383), (30000, 1), (1000, 1), (1, 1)])
@newsroom
def test_every_preset_can_be_made_of_what_is_let_in(size: tuple[int, int]) -> None:
    image = factories.image(data=grey(size))
    for focal in (None, *((x, y) for x in (0, size[0]) for y in (0, size[1] // 2, size[1]))):
        if focal:
            image.focal_point_x, image.focal_point_y = focal
            image.focal_point_width = image.focal_point_height = 0
            image.save()
        specs = SPECS if focal is None else [spec for spec in SPECS if spec.startswith("fill")]
        assert len(image.get_renditions(*specs)) == len(specs)


def test_a_tall_picture_is_let_in_where_the_presets_are_smaller() -> None:
    assert can_be_made(2400, 16500)
    assert not can_be_made(1600, 16500)


@newsroom
def test_what_editors_upload_is_private() -> None:
    image = factories.image()
    rendition = image.get_rendition("width-800|format-webp")
    private = Path(storages["default"].location)
    for file in (image.file, rendition.file):
        assert Path(file.path).is_relative_to(private)
        assert file.url.startswith("/admin/media/")
    assert not Path(storages["public"].location).is_relative_to(private)
    public = Path(storages["public"].location)
    assert not [path for path in public.rglob("*") if path.is_file()]


@newsroom
def test_a_new_file_brings_its_own_size() -> None:
    image = factories.image()
    before = image.file_hash
    image.file = ContentFile(factories.image_bytes((90, 70), "PNG"), name="new.png")
    image.save()
    image.refresh_from_db()
    assert (image.width, image.height) == (90, 70)
    assert image.file_size == len(stored(image.file))
    assert image.file_hash != before
    assert image.file_hash
