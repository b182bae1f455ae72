"""Pages on which people make and revoke their access tokens, and administrators see and revoke all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from news.access import tokens
from news.access.forms import TokenForm
from news.access.models import AccessToken
from news.access.views.second_factor import CHANGE_USERS
from news.access.views.words import page

A_PAGE = 50


class OwnTokensView(View):
    """Somebody's own tokens, and a form for a new one."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        return listed(request, own(request), TokenForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make a token and show its secret, this once."""
        form = TokenForm(request.POST)
        if not form.is_valid():
            return listed(request, own(request), form)
        token, secret = tokens.make(request.user, by=request.user, **form.cleaned_data)
        return page(request, "access/token_made.html", token=token, secret=secret)


class AllTokensView(View):
    """Everybody's tokens, for administrators; no secret is kept that could be shown."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        if not request.user.has_perm(CHANGE_USERS):
            raise PermissionDenied
        return listed(request, AccessToken.objects.all())


class RevokeView(View):
    """Revokes a token: its user's own, or anybody's for an administrator."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A token one may not revoke is as good as none."""
        administers = request.user.has_perm(CHANGE_USERS)
        mine = AccessToken.objects.all() if administers else own(request)
        self.token = get_object_or_404(mine.select_related("user"), pk=kwargs["token_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token_id: int) -> HttpResponseBase:
        """Ask whether it is meant."""
        return page(request, "access/token_revoke.html", token=self.token, back=self.back())

    def post(self, request: HttpRequest, token_id: int) -> HttpResponseBase:
        """Revoke it."""
        tokens.revoke(AccessToken.objects.filter(pk=self.token.pk), by=request.user)
        messages.success(request, _("%(token)s opens nothing any more.") % {"token": self.token})
        return redirect(self.back())

    def back(self) -> str:
        """The list this token is on."""
        own = self.token.user_id == self.request.user.pk
        return reverse("access_tokens" if own else "access_all_tokens")


def own(request: HttpRequest) -> Any:
    """The tokens of whoever asks."""
    owner: Any = request.user
    return AccessToken.objects.filter(user=owner)


def listed(request: HttpRequest, found: Any, form: TokenForm | None = None) -> HttpResponseBase:
    """A page of `found`; with a form it is somebody's own list."""
    rows = Paginator(found.select_related("user"), A_PAGE).get_page(request.GET.get("p"))
    administers = request.user.has_perm(CHANGE_USERS)
    return page(request, "access/tokens.html", tokens=rows, form=form, administers=administers)
