"""Takes an action on a story, and shows what became of a kill."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View
from wagtail.admin.auth import permission_denied

from news.editorial.knowing import knows
from news.editorial.releases import Release
from news.models import ArticlePage
from news.publication.desk.base import Action
from news.publication.desk.forms import form_about
from news.publication.desk.registry import ACTIONS, perform
from news.publication.kills import receipt
from news.publication.models import Kill

# What was done is shown on a page of its own where an action comes to one of these.
SHOWN_BY = {Kill: "newsroom_kill", Release: "newsroom_release"}


class StoryView(View):
    """A page of the admin about one story."""

    article: ArticlePage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, to whoever may do something with the story."""
        article = get_object_or_404(ArticlePage.objects.select_related("locale"), id=kwargs["page_id"])
        if not knows(request.user, article):
            return permission_denied(request)
        self.article = article
        return super().dispatch(request, *args, **kwargs)


class ActionView(StoryView):
    """Asks for what an action takes, and takes it."""

    def get(self, request: HttpRequest, page_id: int, name: str) -> HttpResponse:
        """The form, or a way back with the reason why not."""
        action = self.action(name)
        return self.refused(action) or self.form(action, self.asks(action))

    def post(self, request: HttpRequest, page_id: int, name: str) -> HttpResponse:
        """Take the action."""
        action = self.action(name)
        form = self.asks(action, request.POST)
        if not form.is_valid():
            return self.refused(action) or self.form(action, form)
        done = perform(action, self.article, request.user, form.cleaned_data)
        messages.success(request, str(action.done))
        page = SHOWN_BY.get(type(done))
        return redirect(page, done.pk) if page else redirect(self.back())

    def refused(self, action: Action) -> HttpResponse | None:
        """A way back with the reason why not; None where this person may take the action."""
        refusal = action.refusal(self.article, self.request.user)
        if refusal is None:
            return None
        messages.error(self.request, refusal.message)
        return redirect(self.back())

    def asks(self, action: Action, data: Any = None) -> Form:
        """The form of an action, with the choices that suit this story."""
        return form_about(self.article, self.request.user, action.form, data)

    def action(self, name: str) -> Action:
        """The action of this name, of those the admin has no other place for."""
        action = ACTIONS.get(name)
        if action is None or not action.icon:
            raise Http404
        return action

    def back(self) -> str:
        """Where the story is edited, or listed for who may not."""
        if self.article.permissions_for_user(self.request.user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return reverse("wagtailadmin_explore", args=[self.article.get_parent().pk])

    def form(self, action: Action, form: Any) -> HttpResponse:
        """The page that asks."""
        subtitle = self.article.draft_title
        context = {"action": action, "form": form, "subtitle": subtitle, "back": self.back()}
        return TemplateResponse(self.request, "newsroom/action.html", context)


class KillView(View):
    """The receipt of a kill."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Where the story is gone from, and since when; for who may do something with it in some language.

        They are told of no other language. Superusers may read it when no story is left.
        """
        row = get_object_or_404(Kill.objects.select_related("by", "undo_by", "undone_by"), pk=pk)
        stories = list(ArticlePage.objects.filter(uuid__in=row.articles).select_related("locale"))
        known = [story for story in stories if knows(request.user, story)]
        if not known and not request.user.is_superuser:
            return permission_denied(request)
        context = {"kill": row, "lines": receipt(row), "stories": known}
        return TemplateResponse(request, "newsroom/kill.html", context)
