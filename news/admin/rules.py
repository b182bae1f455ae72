"""Where rules for translations are kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from news.editorial.refusals import MESSAGES
from news.models import SectionPage
from news.translation.models import TranslationRule


class RuleForm(WagtailAdminModelForm):
    """A rule, for sections whose translation its author may write in."""

    class Meta:
        model = TranslationRule
        fields = ("section", "locale", "priority", "hours")
        widgets = {"section": AdminPageChooser(target_models=[SectionPage])}
        help_texts = {
            "hours": _("From the final approval of a story on; leave it empty where there is no hurry.")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a language the section is not in, is in itself, or in which this person may not write."""
        cleaned: dict[str, Any] = super().clean()
        section, locale = cleaned.get("section"), cleaned.get("locale")
        if not section or not locale:
            return cleaned
        if not isinstance(section.specific, SectionPage):
            self.add_error("section", _("Choose a section."))
        elif section.locale_id == locale.pk:
            self.add_error("locale", MESSAGES["translated"])
        elif (target := translated(section, locale)) is None:
            self.add_error("locale", MESSAGES["section_untranslated"])
        elif not target.permissions_for_user(self.for_user).can_add_subpage():
            self.add_error("locale", MESSAGES["not_allowed"])
        return cleaned


def translated(section: Page, locale: Any) -> Page | None:
    """The section in another language; None where it is not in it."""
    return Page.objects.filter(translation_key=section.translation_key, locale=locale).first()


class RuleViewSet(ModelViewSet):
    """The list of rules, and what changes them."""

    model = TranslationRule
    icon = "cogs"
    menu_label = _("Rules for translations")
    add_to_settings_menu = True
    inspect_view_enabled = False
    list_display = ("section", "locale", "priority", "hours")

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        """The form of a rule, new or not."""
        return RuleForm
