"""Where rules for translations are kept."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from news.editorial.knowing import knows
from news.editorial.refusals import MESSAGES
from news.models import SectionPage
from news.text.numbers import number_in
from news.translation.models import TranslationRule


class SectionChooser(AdminPageChooser):
    """Chooses a section; it names none that `person` may not know of."""

    person: Any = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """The number of a page; None where there can be none."""
        word = super().value_from_datadict(data, files, name) or ""
        return word if number_in(word) is not None else None

    def get_instance(self, value: Any) -> Page | None:
        """The page that was chosen, for who knows it."""
        page: Page | None = super().get_instance(value)
        return page if page and knows(self.person, page) else None


class RuleForm(WagtailAdminModelForm):
    """A rule, for sections that its author knows and whose translation they may write in.

    Who asks for a translation is given the text of its source.
    """

    class Meta:
        model = TranslationRule
        fields = ("section", "locale", "priority", "hours")
        widgets = {"section": SectionChooser(target_models=[SectionPage])}
        help_texts = {
            "hours": _("From the final approval of a story on; leave it empty where there is no hurry.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].widget.person = self.for_user

    def clean(self) -> dict[str, Any]:
        """Refuse what is no section this person knows, and a language that it is not in or is in itself.

        So is one in which this person may not write.
        """
        cleaned: dict[str, Any] = super().clean()
        section, locale = cleaned.get("section"), cleaned.get("locale")
        if not section or not locale:
            return cleaned
        if not knows(self.for_user, section) or not isinstance(section.specific, SectionPage):
            self.add_error("section", _("Choose a section."))
        elif section.locale_id == locale.pk:
            self.add_error("locale", MESSAGES["translated"])
        elif translated(section, locale) is None:
            self.add_error("locale", MESSAGES["section_untranslated"])
        elif not may_keep(self.for_user, section, locale):
            self.add_error("locale", MESSAGES["not_allowed"])
        return cleaned


def translated(section: Page, locale: Any) -> Page | None:
    """The section in another language; None where it is not in it."""
    return Page.objects.filter(translation_key=section.translation_key, locale=locale).first()


def may_keep(person: Any, section: Page, locale: Any) -> bool:
    """Whether `person` may keep a rule: they know the section, and may write in its translation, if any."""
    target = translated(section, locale)
    return knows(person, section) and (
        target is None or target.permissions_for_user(person).can_add_subpage()
    )


class OwnRules:
    """Opens a rule to who may keep it."""

    request: HttpRequest

    def get_object(self, queryset: Any = None) -> TranslationRule:
        """The rule; raises PermissionDenied."""
        rule: TranslationRule = super().get_object(queryset)  # type: ignore[misc]  # - mixed into views
        if not may_keep(self.request.user, rule.section, rule.locale):
            raise PermissionDenied
        return rule


class RuleEditView(OwnRules, EditView):
    """Changes a rule."""


class RuleDeleteView(OwnRules, DeleteView):
    """Deletes a rule."""


class RuleViewSet(ModelViewSet):
    """The list of rules, and what changes them."""

    model = TranslationRule
    icon = "cogs"
    menu_label = _("Rules for translations")
    add_to_settings_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_view_class = RuleEditView
    delete_view_class = RuleDeleteView
    list_display = ("section", "locale", "priority", "hours")

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        """The form of a rule, new or not."""
        return RuleForm
