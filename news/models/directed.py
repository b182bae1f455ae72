"""Forms whose text is written in the language of what it belongs to, not in that of the admin."""

from collections.abc import Iterable

from django import forms
from django.forms.widgets import DateTimeBaseInput
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Locale


def direction_of(locale: Locale) -> tuple[str, str]:
    """The language and the direction of what is written in `locale`, as HTML names them."""
    return locale.language_code, "rtl" if locale.is_bidi else "ltr"


def write_in(locale: Locale, fields: Iterable[forms.Field]) -> None:
    """Give the text fields among `fields` the language and direction of `locale`."""
    language, direction = direction_of(locale)
    attributes = {"dir": direction, "lang": language}
    for field in fields:
        text = isinstance(field.widget, forms.TextInput | forms.Textarea)
        if text and not isinstance(field.widget, DateTimeBaseInput):
            field.widget.attrs.update(attributes)


class DirectedForm(WagtailAdminModelForm):
    """The form of something that has a language."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.locale_id:
            write_in(self.instance.locale, self.fields.values())
