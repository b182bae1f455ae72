"""Where editors read a file into the glossary."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Locale

from news.admin.glossary_file import BETWEEN, MOST_BYTES, MOST_ROWS, Unreadable, columns, take_over
from news.translation.models import Term

SHOWN = 50  # problems at once
MEANWHILE = gettext_lazy("Somebody changed the glossary meanwhile; try again.")


class ImportForm(forms.Form):
    """A file of a bounded size."""

    file = forms.FileField(label=gettext_lazy("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv"}))

    def clean_file(self) -> Any:
        """The file, where it is not too large; raises ValidationError."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(gettext("A file has at most %(most)s bytes.") % {"most": MOST_BYTES})
        return file


class ImportView(PermissionCheckedMixin, FormView):
    """Takes a file over, or says line by line why not; for who may both add terms and change them."""

    model = Term
    form_class = ImportForm
    template_name = "newsroom/glossary_import.html"
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, to who may do what the file does; raises PermissionDenied."""
        if not all(map(self.user_has_permission, ("add", "change"))):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Take the file over and go back to the list, or say why not."""
        try:
            new, changed = take_over(form.cleaned_data["file"].read(), by=self.request.user)
        except (Unreadable, IntegrityError) as error:
            problems = error.problems if isinstance(error, Unreadable) else [str(MEANWHILE)]
            return self.refused(form, problems)
        told = gettext("New terms: %(new)s. Changed terms: %(changed)s.")
        messages.success(self.request, told % {"new": new, "changed": changed})
        return super().form_valid(form)

    def refused(self, form: ImportForm, problems: Any) -> HttpResponse:
        """The form again, with what is wrong with the file."""
        return self.render_to_response(
            self.get_context_data(form=form, problems=problems[:SHOWN], more=len(problems) - SHOWN)
        )

    def get_success_url(self) -> str:
        """The list."""
        return reverse(self.index_url_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what a file looks like."""
        names = columns(Locale.objects.values_list("language_code", flat=True))
        shape = {"columns": names, "between": BETWEEN, "kinds": Term.Kind.values, "most": MOST_ROWS}
        return super().get_context_data(**shape, back=self.get_success_url(), **kwargs)
