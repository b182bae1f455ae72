"""What actions ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from news.editorial.releases import Release, known_releases, open_releases
from news.models import ArticlePage
from news.text.plain import shows
from news.translation.models import TranslationRequest
from news.translation.requests import open_request, sections_for


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


class Person(forms.ModelChoiceField):
    """One of the newsroom's people, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """What a person is called, with the name by which they are mentioned."""
        name = obj.get_full_name()
        return f"{name} (@{obj.get_username()})" if name else obj.get_username()


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


class StoryForm(forms.Form):
    """A form whose choices depend on the story it is about, and on who is asked."""

    def narrow(self, article: ArticlePage, by: Any) -> None:
        """Offer what suits `article`, and `by`, alone; without them, whatever may suit any."""


def form_about(article: ArticlePage, by: Any, form_class: type[forms.Form], data: Any = None) -> forms.Form:
    """A form of an action of `by` on `article`, sent or not, with the choices that suit them."""
    form = form_class(data)
    if isinstance(form, StoryForm):
        form.narrow(article, by)
    return form


class ClaimForm(forms.Form):
    """Until when, and what for."""

    due = moment(_("Due"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=255, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class AssignForm(ClaimForm, StoryForm):
    """To whom, until when, and what for."""

    assignee = Person(label=_("To whom"), queryset=get_user_model().objects.none(), to_field_name="username")

    field_order = ("assignee", "due", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = get_user_model().objects.filter(is_active=True).order_by("username")
        self.offer(self.people)

    def narrow(self, article: ArticlePage, by: Any) -> None:
        """Offer who may edit the story, decides its present step, or may take it as a translation."""
        editors = policy_registry.get_by_type(Page).users_with_permission_for_instance("change", article)
        able = Q(pk__in=editors.values("pk"))
        if open_request(article):
            parent = article.get_parent()
            adders = policy_registry.get_by_type(Page).users_with_permission_for_instance("add", parent)
            able |= Q(pk__in=adders.values("pk"))
        step = article.current_workflow_task
        if step and hasattr(step.specific, "groups"):
            able |= Q(groups__in=step.specific.groups.all())
        self.offer(self.people.filter(able).distinct())

    def offer(self, people: QuerySet[Any]) -> None:
        """Let these people be chosen."""
        field: Any = self.fields["assignee"]
        field.queryset = people


class RequestForm(StoryForm):
    """Into which languages, how urgently, until when."""

    locales = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=TranslationRequest.Priority.choices,
        initial=str(TranslationRequest.Priority.NORMAL),
        coerce=int,
    )
    due = moment(_("Due"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=255, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(Locale.objects.all())

    def narrow(self, article: ArticlePage, by: Any) -> None:
        """Offer the languages its section is in."""
        self.offer([section.locale for section in sections_for(article).values()])

    def offer(self, locales: Iterable[Locale]) -> None:
        """Let these languages be chosen."""
        field: Any = self.fields["locales"]
        field.choices = [(locale.language_code, locale.get_display_name()) for locale in locales]


class AddToReleaseForm(StoryForm):
    """Which release, or the title of a new one, and whether every language of the story goes with it."""

    release = forms.ModelChoiceField(
        label=_("Which release"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("A new one"),
    )
    title = forms.CharField(
        label=_("Title of the new one"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    all_languages = forms.BooleanField(label=_("All languages of this story"), required=False)

    def narrow(self, article: ArticlePage, by: Any) -> None:
        """Offer the open releases that this person may know of."""
        field: Any = self.fields["release"]
        field.queryset = known_releases(open_releases(), by)

    def clean(self) -> dict[str, Any]:
        """Refuse neither and both; raises ValidationError."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "release" in data and bool(data["release"]) == shows(data.get("title") or ""):
            raise forms.ValidationError(_("Choose a release, or give a new one a title."))
        return data


class ReleaseForm(forms.Form):
    """What a release is called, and when it goes out by itself."""

    title = VisibleField(
        label=_("Title"),
        max_length=255,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For the newsroom alone."),
    )
    at = moment(
        _("When"), required=False, help_text=_("Leave it empty for a release that somebody starts by hand.")
    )
