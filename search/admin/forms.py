"""The forms by which editors decide about readers' searches."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Locale

from news.admin.rules import SectionChooser
from news.editorial.knowing import known_stories
from news.models import ArticlePage
from news.models.directed import write_in
from search.models import BestBet, ProtectedWord, SynonymGroup

ALL_ALIKE = _("One a line. Whoever asks for one of them finds what says any other.")
ONE_WAY = _(
    "Leave it empty where all words above mean the same. Else whoever asks for one of those finds these too."
)
AS_IT_IS = _("Found only where it is written so: without an article, a conjunction or an ending of its own.")


class TuningForm(WagtailAdminModelForm):
    """A decision about the searches of one language, in the direction of that; it stays in its language."""

    locale = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locales = {one.language_code: one for one in Locale.objects.order_by("pk")}
        choice: Any = self.fields["locale"]
        choice.choices = [(code, one.get_display_name()) for code, one in locales.items()]
        choice.initial = settings.LANGUAGE_CODE
        choice.disabled = bool(self.instance.pk)
        if self.instance.pk and (locale := locales.get(self.instance.locale)):
            write_in(locale, (field for name, field in self.fields.items() if name != "note"))
        else:
            for name in ("words", "also", "word", "questions"):
                if name in self.fields:
                    self.fields[name].widget.attrs["dir"] = "auto"


class SynonymsForm(TuningForm):
    """Words that mean the same."""

    class Meta:
        model = SynonymGroup
        fields = ("locale", "words", "also", "note")
        help_texts = {"words": ALL_ALIKE, "also": ONE_WAY}
        widgets = {"words": forms.Textarea(attrs={"rows": 5}), "also": forms.Textarea(attrs={"rows": 3})}


class ProtectedWordForm(TuningForm):
    """A word that is not taken apart."""

    class Meta:
        model = ProtectedWord
        fields = ("locale", "word", "note")
        help_texts = {"word": AS_IT_IS}


class StoryChooser(SectionChooser):
    """Chooses a story; it names none that `person` may not know of."""


class BestBetForm(TuningForm):
    """A story that stands first for some questions."""

    story = forms.ModelChoiceField(
        label=_("Story"), queryset=ArticlePage.objects.all(), widget=StoryChooser(target_models=[ArticlePage])
    )

    class Meta:
        model = BestBet
        fields = ("locale", "questions", "story", "until", "note")
        widgets = {"questions": forms.Textarea(attrs={"rows": 4}), "until": AdminDateTimeInput()}
        help_texts = {
            "questions": _("One a line, whole, in any spelling."),
            "until": _("Leave it empty where it stands first for as long as it is public."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["story"]
        choice.widget.person = self.for_user
        choice.queryset = known_stories(self.for_user)
        if self.instance.pk:
            pages = ArticlePage.objects.filter(uuid=self.instance.story).values_list("pk", flat=True)
            self.initial["story"] = pages.first()

    def clean_story(self) -> UUID:
        """The public id of the story; raises ValidationError where it is in another language."""
        page = self.cleaned_data["story"]
        if page.locale.language_code != (self.cleaned_data.get("locale") or self.instance.locale):
            raise ValidationError(_("This story is in another language."))
        return UUID(str(page.uuid))
