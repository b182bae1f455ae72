"""Takes translations out of the admin as XLIFF files, and back in with a report."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.admin.stories import StoryView
from news.editorial.refusals import Refusal, Refused
from news.translation.exchange.form import CONTENT_TYPE
from news.translation.exchange.merging import take_in
from news.translation.exchange.reading import check_size, read_file
from news.translation.exchange.writing_out import attachment, written_out
from news.translation.working import cannot_read_out, cannot_write_in


class ImportForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=_("XLIFF file"),
        help_text=_("The file that was exported here, with the translations in it."),
        widget=forms.FileInput(attrs={"accept": f".xlf,.xliff,{CONTENT_TYPE}"}),
    )


class ExchangeView(StoryView):
    """A page of the admin about the file of a translation; who may not work on it goes back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; a refusal is said where the story is edited, or listed for who may not."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(self.back())

    def back(self) -> str:
        """Where the story is edited, or listed for who may not."""
        if self.article.permissions_for_user(self.request.user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return reverse("wagtailadmin_explore", args=[self.article.get_parent().pk])

    def require(self, refusal: Refusal | None) -> None:
        """Raise Refused where there is a refusal."""
        if refusal:
            raise Refused(refusal)


class ExportView(ExchangeView):
    """The file of a translation."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """The newest draft with its source, to be saved."""
        self.require(cannot_read_out(self.article, request.user))
        answer = HttpResponse(written_out(self.article), content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = attachment(self.article)
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class ImportView(ExchangeView):
    """Asks for the file of a translation, takes it in, and tells what became of it."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """The form."""
        self.require(cannot_write_in(self.article, request.user))
        return self.form(ImportForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Take the file in; a file that is refused is asked for again."""
        self.require(cannot_write_in(self.article, request.user))
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.form(form)
        file = form.cleaned_data["file"]
        try:
            check_size(file.size)
            report = take_in(self.article, request.user, read_file(file))
        except Refused as refused:
            form.add_error("file", refused.message)
            return self.form(form)
        context = {"article": self.article, "report": report, "back": self.back()}
        return TemplateResponse(request, "newsroom/imported.html", context)

    def form(self, form: forms.Form) -> HttpResponse:
        """The page that asks."""
        context = {"article": self.article, "form": form, "back": self.back()}
        return TemplateResponse(self.request, "newsroom/import.html", context)
