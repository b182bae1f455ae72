"""Where editors keep the glossary: its list, its forms, and the ways in and out of it."""

import json
from collections.abc import Iterator
from typing import Any

import django_filters
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale

from news.admin import glossary_file
from news.admin.glossary_import import ImportView
from news.models.directed import direction_of, write_in
from news.text.numbers import number_in
from news.translation.models import Term
from news.translation.terms import searched

BOM = "\ufeff".encode()


class FormOfTerm(WagtailAdminModelForm):
    """One form of a term, in the direction of its language; before that is chosen, in that of its words."""

    class Media:
        js = ["news/glossary.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["locale"]
        locales = {str(locale.pk): locale for locale in choice.queryset}
        directions = {pk: direction_of(locale) for pk, locale in locales.items()}
        choice.widget.attrs["data-directions"] = json.dumps(directions)
        if locale := locales.get(str(self["locale"].value())):
            write_in(locale, self.fields.values())
        else:
            for name in ("text", "discouraged", "note"):
                self.fields[name].widget.attrs["dir"] = "auto"


class FormsOfTerm(BaseChildFormSet):
    """The forms of a term, one a language."""

    def _get_to_python(self, field: Any) -> Any:
        """What reads the number of a form that is there already; of no number, there is none."""
        return number_in

    def get_unique_error_message(self, unique_check: Any) -> str:
        """What is said of a language that is there twice."""
        return str(_("A term has one form in each language."))


class FormsPanel(InlinePanel):
    """The forms of a term, one beneath the other."""

    def get_form_options(self) -> dict[str, Any]:
        """The options of the form, with forms and a formset of our own."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": FormOfTerm, "formset": FormsOfTerm}
        return options


class FormColumn(Column):
    """What a term is called in one language."""

    def __init__(self, locale: Locale) -> None:
        super().__init__(locale.language_code, label=str(locale))
        self.locale = locale

    def get_value(self, instance: Term) -> SafeString | str:
        """The form, in the direction of its language."""
        form = instance.form_in(self.locale.language_code)
        lang, direction = direction_of(self.locale)
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', lang, direction, form.text) if form else ""


class GlossaryFilterSet(WagtailFilterSet):
    """What the list can be narrowed to."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Term.Kind.choices)
    locale = django_filters.ModelChoiceFilter(
        label=_("Has a form in"), queryset=Locale.objects.all(), field_name="forms__locale"
    )
    lacks = django_filters.ModelChoiceFilter(
        label=_("Has none in"), queryset=Locale.objects.all(), method="without"
    )

    class Meta:
        model = Term
        fields = ["kind", "locale", "lacks"]

    def without(self, terms: QuerySet[Term], name: str, value: Locale) -> QuerySet[Term]:
        """Those that are yet to be named in a language."""
        return terms.exclude(forms__locale=value)


class GlossaryIndexView(IndexView):
    """The terms, with a column for each language."""

    import_url_name = ""

    @cached_property
    def locales(self) -> list[Locale]:
        """The languages of the newsroom."""
        return list(Locale.objects.all())

    @cached_property
    def list_display(self) -> list[Any]:
        """The term, its kind, and its forms."""
        return ["__str__", "kind", *map(FormColumn, self.locales)]

    @cached_property
    def list_export(self) -> list[str]:
        """The columns of the file that can be read in again."""
        return glossary_file.columns(locale.language_code for locale in self.locales)

    def get_base_queryset(self) -> QuerySet[Term]:
        """The terms with their forms."""
        terms: QuerySet[Term] = Term.objects.prefetch_related("forms__locale")
        return terms

    def search_queryset(self, queryset: QuerySet[Term]) -> QuerySet[Term]:
        """Those that are asked for, spelled with or without hamzas and accents."""
        return searched(queryset, self.search_query) if self.is_searching else queryset

    def get_heading(self, queryset: QuerySet[Term], field: str) -> str:
        """The name of a column, by which it is known again."""
        return field

    def to_row_dict(self, item: Term) -> dict[str, str]:
        """The row of a term."""
        return glossary_file.row_of(item, self.list_export)

    def stream_csv(self, queryset: QuerySet[Term]) -> Iterator[bytes]:
        """The file in CSV, marked as UTF-8 for the spreadsheets that take it for something else."""
        yield BOM
        yield from super().stream_csv(queryset)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """What can be done with the whole glossary."""
        buttons: list[Button] = super().header_more_buttons
        if self.user_has_permission("add") and self.user_has_permission("change"):
            url = reverse(self.import_url_name)
            buttons.append(Button(str(_("Import CSV")), url=url, icon_name="upload", priority=80))
        return buttons


class Glossary(ModelViewSet):
    """The glossary in the admin."""

    model = Term
    name = "glossary"
    icon = "globe"
    menu_label = _("Glossary")
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = GlossaryIndexView
    filterset_class = GlossaryFilterSet
    search_fields = ["forms__folded"]
    export_filename = "glossary"
    list_per_page = 50
    panels = [
        FieldPanel("kind"),
        FormsPanel(
            "forms",
            heading=_("Forms"),
            label=_("Form"),
            min_num=1,
            panels=[FieldPanel("locale"), FieldPanel("text"), FieldPanel("discouraged"), FieldPanel("note")],
        ),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """What the list is made with; what depends on the languages it asks for itself."""
        options = super().get_index_view_kwargs(**kwargs)
        return {
            **{name: value for name, value in options.items() if name not in ("list_display", "list_export")},
            "import_url_name": self.get_url_name("import"),
        }

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """All rights on terms, to read them as well: translators do."""
        return Permission.objects.filter(content_type=ContentType.objects.get_for_model(Term))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses, and that of the import."""
        view = self.construct_view(ImportView)
        return [*super().get_urlpatterns(), path("import/", view, name="import")]
