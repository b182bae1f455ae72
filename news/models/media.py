"""Images: cleaned when they arrive, private until a public document names a preset of theirs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from news.models.sanitize import CleanFile, sanitized
from news.models.sizes import can_be_made


class NewsImage(AbstractImage):
    """An image of the newsroom. `default_alt` describes it where a story does not."""

    class Rights(models.TextChoices):
        """On what ground the newsroom may publish an image."""

        OWN = "own", _("Our own")
        AGENCY = "agency", _("Agency subscription")
        LICENSED = "licensed", _("Licensed for use")
        FREE = "free", _("Free licence or public domain")

    credit = models.CharField(_("credit"), max_length=255, blank=True)
    rights = models.CharField(_("rights"), max_length=12, choices=Rights.choices, blank=True)
    default_alt = models.CharField(_("alternative text"), max_length=255, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "default_alt",
        "credit",
        "rights",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("default_alt"),
        index.SearchField("credit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The description a story's own alternative text falls back to; empty where nobody wrote one."""
        return self.default_alt

    def clean(self) -> None:
        """Clean a new file, so that a form can say what is wrong with it; raises ValidationError."""
        super().clean()
        self._clean_file()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Clean a new file before it is stored, and forget what was made from the former one.

        The row and what its receivers leave behind are saved together, or neither. Raises ValidationError for
        a file that is no image, of a type not accepted, too large, or of which no preset could be made.
        """
        arrives = self._clean_file()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if arrives:
                self.renditions.all().delete()

    def _clean_file(self) -> bool:
        """Whether a new file arrives with this image; if so it is clean afterwards."""
        if not self.file or getattr(self.file, "_committed", True):
            return False
        if not isinstance(self.file.file, CleanFile):
            self.file.file = sanitized(self.file.file, self.file.name)
            self._dimensions_changed()
        if not can_be_made(self.width, self.height):
            message = _(
                "This image is too tall and narrow to be shown to readers (%(width)d × %(height)d pixels). "
                "Crop it, or split it into parts."
            )
            raise ValidationError({"file": message % {"width": self.width, "height": self.height}})
        return True

    def _dimensions_changed(self) -> None:
        self.file.__dict__.pop("_dimensions_cache", None)
        self.width, self.height = self.file.width, self.file.height
        self.file_hash = ""
        self._set_image_file_metadata()


class NewsRendition(AbstractRendition):
    """A preset of an image, kept in private storage; `digest` names its public copy once there is one."""

    image = models.ForeignKey(NewsImage, on_delete=models.CASCADE, related_name="renditions")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
