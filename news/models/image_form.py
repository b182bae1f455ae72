"""The form images are uploaded with; Wagtail imports it by name once all models are loaded."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class ReadableImageField(WagtailImageField):
    """Says that a file cannot be read, however it is broken: cut short, an animation that ends nowhere."""

    def to_python(self, data: Any) -> Any:
        """The uploaded file; raises ValidationError."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise ValidationError(_("This file cannot be read as an image.")) from error


class NewsImageForm(BaseImageForm):
    """The form images are uploaded with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if made := self.fields.get("file"):
            self.fields["file"] = ReadableImageField(
                label=made.label, required=made.required, widget=made.widget, help_text=made.help_text
            )
