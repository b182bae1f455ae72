"""What actions ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from news.text.plain import shows


def moment(label: object, **options: object) -> forms.DateTimeField:
    """A date with a time, in the time zone of whoever gives it."""
    widget = AdminDateTimeInput()
    return forms.DateTimeField(label=label, widget=widget, **options)  # type: ignore[arg-type]  # - whatever a field takes


class VisibleField(forms.CharField):
    """Words in which there is something to see."""

    def __init__(self, **options: object) -> None:
        options.setdefault("widget", AdminAutoHeightTextInput(attrs={"dir": "auto"}))
        super().__init__(**options)  # type: ignore[arg-type]  # - whatever a field takes

    def validate(self, value: str) -> None:
        """Refuse what is empty to the eye; raises ValidationError."""
        super().validate(value if shows(value or "") else "")


class ReasonForm(forms.Form):
    """Why."""

    reason = VisibleField(
        label=_("Reason"), max_length=1000, help_text=_("For the newsroom; kept in the history of the story.")
    )


class CommentForm(forms.Form):
    """Something to tell the author."""

    comment = VisibleField(label=_("Comment"), max_length=2000)


class OptionalCommentForm(forms.Form):
    """Something to tell the author, or nothing."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=2000,
        required=False,
        widget=AdminAutoHeightTextInput(attrs={"dir": "auto"}),
    )


class EmbargoForm(forms.Form):
    """Until when, and whose embargo it is."""

    until = moment(_("Until"), required=False, help_text=_("Leave it empty for an embargo without an end."))
    note = forms.CharField(label=_("Whose embargo it is"), max_length=255, required=False)


class UntilForm(forms.Form):
    """Until when."""

    until = moment(_("Until"), required=False, help_text=_("Two hours from now if you leave it empty."))


class AtForm(forms.Form):
    """When."""

    at = moment(_("When"))


class KillForm(forms.Form):
    """What readers are told in its place, why, and how far it goes."""

    notice = VisibleField(
        label=_("Notice to readers"),
        max_length=1000,
        help_text=_("Readers see it at the address of the story."),
    )
    reason = VisibleField(label=_("Reason"), max_length=1000, help_text=_("For the newsroom alone."))
    all_locales = forms.BooleanField(label=_("In every language"), required=False, initial=True)
    redact = forms.BooleanField(
        label=_("Blank its texts in the log too"),
        required=False,
        help_text=_("Where the law asks for it. It cannot be undone."),
    )
