"""The page on which editors ask why readers find what they find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets import AdminPageChooser

from news.editorial.knowing import known_stories
from news.models import ArticlePage
from news.text.numbers import number_in
from search.admin import telling
from search.admin.permissions import may_edit_stories
from search.engines.base import EngineError
from search.queries import Question
from search.queries.asking import LONGEST_TEXT
from search.queries.explaining import Explained, Placed, Verdict, explain, is_public
from search.queries.shares import WordShare

MODES = (
    ("smart", gettext_lazy("in any spelling and inflection")),
    ("exact", gettext_lazy("as it is spelled")),
)
SORTS = (("relevance", gettext_lazy("the best first")), ("newest", gettext_lazy("the newest first")))
BESIDE_WORDS = ("pair", "other")


class ExplainForm(forms.Form):
    """A question as readers type it, and a story it is about."""

    q = forms.CharField(label=gettext_lazy("Question"), max_length=LONGEST_TEXT)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Words are searched"), choices=MODES, required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=SORTS, required=False)
    story = forms.ModelChoiceField(
        label=gettext_lazy("Story"),
        queryset=ArticlePage.objects.select_related("locale"),
        required=False,
        help_text=gettext_lazy("Why this one is found, or is not."),
    )

    def __init__(self, user: Any, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data and {**data, "story": number_of(data.get("story", ""))})
        self.user = user
        self.fields["q"].widget.attrs["dir"] = "auto"
        self.fields["story"].widget = AdminPageChooser(target_models=[ArticlePage])

    def clean_story(self) -> ArticlePage | None:
        """The story, if the person may know of it: readers do, or they themselves."""
        story: ArticlePage | None = self.cleaned_data["story"]
        if story and not is_public(story.uuid) and not known_stories(self.user).filter(pk=story.pk).exists():
            # The chooser would show its title.
            self.data = {name: value for name, value in self.data.items() if name != "story"}
            raise forms.ValidationError(_("There is no such story here, or none that you may know of."))
        return story

    def question(self) -> Question:
        """What is asked."""
        given = {name: value for name in ("mode", "sort") if (value := self.cleaned_data[name])}
        locale = self.cleaned_data["locale"] or settings.LANGUAGE_CODE
        return Question(self.cleaned_data["q"], locale, **given)


def number_of(word: str) -> str:
    """The number of a story as the database takes one; 0, which none has, for what is no number."""
    return word if not word or number_in(word) is not None else "0"


@dataclass(frozen=True)
class Line:
    """An answer as a row: what each word of the question adds, then pairs and others, then its date."""

    placed: Placed
    words: Sequence[WordShare]
    beside: float
    why: str
    asked: bool


@dataclass(frozen=True)
class Detail:
    """What one word adds to the story that was named: how it is there, and where, each share by its view."""

    word: str
    match: str
    places: Sequence[tuple[str, Sequence[tuple[str, float]]]]
    score: float


class ExplainView(View):
    """Explains a question, to who may edit stories."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form and, where something was asked, the explanation."""
        if not may_edit_stories(request.user):
            return permission_denied(request)
        form = ExplainForm(request.user, request.GET.dict() if "q" in request.GET else None)
        context: dict[str, Any] = {"form": form, "media": form.media}
        if form.is_valid():
            try:
                context |= self.explained(request, form)
            except EngineError:
                context["away"] = True
        return TemplateResponse(request, "newsroom/search_explain.html", context)

    def explained(self, request: HttpRequest, form: ExplainForm) -> dict[str, Any]:
        """What is shown of an explanation."""
        story = form.cleaned_data["story"]
        question = form.question()
        found = explain(question, story.uuid if story else None)
        uuids = [one.id for one in found.results]
        pages = dict(ArticlePage.objects.filter(uuid__in=uuids).values_list("uuid", "pk")) if uuids else {}
        return {
            "found": found,
            "counted": counted(found.total),
            "views": [(telling.VIEWS[view], tokens) for view, tokens in found.tokens.items() if tokens],
            "rules": [(telling.RULES.get(one.kind, one.kind), one.text) for one in found.took_part],
            "columns": [word.word for word in words_alone(found)],
            "lines": [
                Line(
                    one,
                    [word for word in one.words if word.match not in BESIDE_WORDS],
                    sum(word.score for word in one.words if word.match in BESIDE_WORDS),
                    address_of(request, pages.get(one.id)),
                    bool(story and story.uuid == one.id),
                )
                for one in found.results
            ],
            "story": judged(found, story, form.user) if story and found.verdict else None,
        }


def counted(total: int) -> str:
    """How many stories were found."""
    words = ngettext("%(number)s story was found.", "%(number)s stories were found.", total)
    return words % {"number": total}


def words_alone(found: Explained) -> list[WordShare]:
    """The words of the question, which every answer has a share for."""
    first = found.results[0].words if found.results else ()
    return [word for word in first if word.match not in BESIDE_WORDS]


def address_of(request: HttpRequest, page_id: int | None) -> str:
    """This page, about another story; nothing where a story has no page any more."""
    if page_id is None:
        return ""
    query = request.GET.copy()
    query["story"] = str(page_id)
    return f"{reverse('search_explain')}?{query.urlencode()}#story"


def judged(found: Explained, story: ArticlePage, user: Any) -> dict[str, Any]:
    """What is said of the story that was named."""
    verdict: Verdict = found.verdict or Verdict("not_public")
    hidden = verdict.reason == "not_public"
    return {
        "title": story.draft_title or story.title,
        "lang": story.locale.language_code,
        "url": reverse("wagtailadmin_pages:edit", args=[story.pk])
        if story.permissions_for_user(user).can_edit()
        else "",
        "sentence": telling.sentence(verdict, found.total),
        "details": [*telling.failures(verdict), *(telling.standing(story) if hidden else ())],
        "missing": verdict.missing,
        "words": [detail(word) for word in verdict.words],
    }


def detail(word: WordShare) -> Detail:
    """A word's shares in the words of people."""
    places = [
        (str(telling.TEXTS[text]), [(str(telling.VIEWS[one.view]), one.score) for one in shares])
        for text, shares in groupby(word.shares, lambda one: one.text)
    ]
    return Detail(word.word, str(telling.MATCHES[word.match]), places, word.score)
