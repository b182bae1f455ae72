"""Where editors decide about readers' searches: lists and forms of synonyms, protected words, best bets."""

from typing import Any

import django_filters
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from news.models import ArticlePage
from news.record.models import PublishedDocument, live_now
from news.translation.terms import folded
from search.admin.forms import BestBetForm, ProtectedWordForm, SynonymsForm
from search.admin.permissions import right_to_tune
from search.admin.preview import preview
from search.documents import ARTICLE
from search.models import BestBet, ProtectedWord, SynonymGroup

# What a link to a new form may fill in.
FILLED = ("locale", "words", "word", "questions")


class TuningFilterSet(WagtailFilterSet):
    """A list can be narrowed to a language."""

    locale = django_filters.ChoiceFilter(label=_("Language"), choices=lambda: settings.LANGUAGES)


def narrowed(model: type[Model]) -> type[TuningFilterSet]:
    """The list of `model`, which can be narrowed so."""
    made: type[TuningFilterSet] = filterset_factory(model, TuningFilterSet, fields=["locale"])
    return made


class LanguageColumn(Column):
    """The language of a decision."""

    def get_value(self, instance: Any) -> str:
        """Its name."""
        return str(dict(settings.LANGUAGES).get(instance.locale, instance.locale))


class TuningIndexView(IndexView):
    """All decisions of a kind."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those in which all words asked for can be found, spelled with or without hamzas and accents."""
        if not self.is_searching:
            return queryset
        wanted = folded(self.search_query).split()
        found = [row.pk for row in queryset if wanted and all(one in text_of(row) for one in wanted)]
        return queryset.filter(pk__in=found)


def text_of(row: Any) -> str:
    """What a decision is found by."""
    return folded(f"{row} {row.note} {getattr(row, 'title', None) or ''}")


class Tried:
    """Shows what a decision would do, where that is asked for, instead of saving it."""

    request: HttpRequest
    form: Any

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Save it, or show what saving it would do."""
        if "preview" not in self.request.POST:
            return super().form_valid(form)  # type: ignore[misc]  # - mixed into views
        self.form = form
        context = {"preview": preview(form.instance), "language": form.instance.locale}
        return self.render_to_response(self.get_context_data(**context))  # type: ignore[attr-defined]  # - the same


class TuningCreateView(Tried, CreateView):
    """Makes a decision; a link from the report fills in what it is about."""

    template_name = "newsroom/search/tuning_form.html"

    def get_initial(self) -> dict[str, Any]:
        """What the link names."""
        given = {name: self.request.GET[name] for name in FILLED if name in self.request.GET}
        return {**super().get_initial(), **given}


class TuningEditView(Tried, EditView):
    """Changes a decision."""

    template_name = "newsroom/search/tuning_form.html"


class TuningDeleteView(DeleteView):
    """Takes a decision back, after showing what that does."""

    template_name = "newsroom/search/tuning_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, and what would change."""
        tried = {"preview": preview(self.object, gone=True), "language": self.object.locale}
        return super().get_context_data(**tried, **kwargs)


class TuningViewSet(ModelViewSet):
    """What the three have in common."""

    form_class: Any = None
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = TuningIndexView
    add_view_class = TuningCreateView
    edit_view_class = TuningEditView
    delete_view_class = TuningDeleteView
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> Any:
        """The form, new or not."""
        return self.form_class

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """The one right there is; the three have it in common."""
        return right_to_tune()


class Synonyms(TuningViewSet):
    """Words that mean the same."""

    model = SynonymGroup
    name = "search_synonyms"
    icon = "link"
    menu_label = _("Synonyms")
    form_class = SynonymsForm
    filterset_class = narrowed(SynonymGroup)
    search_fields = ["words", "also", "note"]
    list_display = ["__str__", LanguageColumn("locale", label=_("Language")), "note"]


class ProtectedWords(TuningViewSet):
    """Words that are not taken apart."""

    model = ProtectedWord
    name = "search_protected"
    icon = "lock"
    menu_label = _("Protected words")
    form_class = ProtectedWordForm
    filterset_class = narrowed(ProtectedWord)
    search_fields = ["word", "spelling", "note"]
    list_display = ["__str__", LanguageColumn("locale", label=_("Language")), "note"]


class StoryColumn(Column):
    """The story that stands first, and whether it does now."""

    def get_value(self, instance: Any) -> SafeString:
        """Its title, in its direction, and why it does not stand first, if so."""
        title = format_html('<bdi lang="{}">{}</bdi>', instance.locale, instance.title or "—")
        if instance.is_over():
            return format_html("{} ({})", title, _("its time is over"))
        return title if instance.public else format_html("{} ({})", title, _("not public now"))


class BestBetsIndexView(TuningIndexView):
    """All best bets, with the titles of their stories."""

    def get_base_queryset(self) -> QuerySet[BestBet]:
        """The best bets, what they are called and whether they are public in the same query."""
        own = ArticlePage.objects.filter(uuid=OuterRef("story")).values("title")[:1]
        public = PublishedDocument.objects.filter(live_now(timezone.now()), type=ARTICLE)
        bets: QuerySet[BestBet] = super().get_base_queryset()
        return bets.annotate(
            title=Subquery(own, output_field=CharField()),
            public=Exists(public.filter(document_id=OuterRef("story"))),
        )


class BestBets(TuningViewSet):
    """Stories that stand first."""

    model = BestBet
    name = "search_bets"
    icon = "pick"
    menu_label = _("Best bets")
    form_class = BestBetForm
    index_view_class = BestBetsIndexView
    filterset_class = narrowed(BestBet)
    search_fields = ["questions", "note"]
    list_display = [
        "__str__",
        StoryColumn("title", label=_("Story")),
        LanguageColumn("locale", label=_("Language")),
        DateColumn("until", label=_("Until")),
    ]
