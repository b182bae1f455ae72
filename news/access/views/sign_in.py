"""Signing in: the password, then the code of the second factor, or turning one on where there is none yet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from django_otp.plugins.otp_static.models import StaticDevice
from wagtail.admin.views import account

from news.access import browsers, qr, second_factor, sessions, sign_in
from news.access.admission import has_second_factor, needs_second_factor
from news.access.backends import WAIT
from news.access.forms import CodeForm
from news.access.views.codes import try_code
from news.access.views.words import language_of, page


class SignInView(account.LoginView):
    """Wagtail's own; whoever needs a second factor is not signed in by it."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, and why it is shown to somebody who signed in already."""
        request = self.request
        if get_user(request).is_authenticated and not request.user.is_authenticated:
            messages.info(request, _("Sign in again: your account needs a second factor now."))
        return super().get(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or go on to the code."""
        request, user = self.request, form.get_user()
        if needs_second_factor(user):
            remember = bool(form.cleaned_data.get("remember"))
            sign_in.begin(request, user, next_url=self.get_success_url(), remember=remember)
            return redirect("access_code" if has_second_factor(user) else "access_enrol")
        response = super().form_valid(form)
        sessions.begin(request.session)
        browsers.remember(request, response, user.get_username())
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again; with 429 where one has to wait."""
        response = super().form_invalid(form)
        if (wait := getattr(self.request, WAIT, None)) is not None:
            response.status_code = 429
            response["Retry-After"] = str(int(wait.total_seconds()) + 1)
        return response


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class WaitingView(View):
    """What the steps after the password have in common: somebody must be waiting, and may not try forever."""

    found: sign_in.Waiting
    user: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language of the one who waits; send anybody else to the beginning."""
        if (somebody := sign_in.waiting(request)) is None:
            messages.info(request, _("Begin with your password."))
            return redirect("wagtailadmin_login")
        self.found, self.user = somebody
        with language_of(self.user):
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for the code."""
        return self.ask(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Try the code."""
        try:
            form, status, response = try_code(request, self.user, self.tried)
        except second_factor.AlreadyOn:
            return redirect("access_code")
        if response is None:
            return self.ask(form, status)
        browsers.remember(request, response, self.user.get_username())
        return response

    def ask(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The page that asks for the code."""
        raise NotImplementedError

    def tried(self, code: str) -> HttpResponse | None:
        """Sign in where the code is right; None where it is not. Raises AlreadyOn."""
        raise NotImplementedError


class CodeView(WaitingView):
    """Asks for a code of the app, or a recovery code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever has no second factor to where it is turned on."""
        somebody = sign_in.waiting(request)
        if somebody is not None and not has_second_factor(somebody[1]):
            return redirect("access_enrol")
        return super().dispatch(request, *args, **kwargs)

    def ask(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The page that asks for the code."""
        return page(self.request, "access/code.html", status, form=form)

    def tried(self, code: str) -> HttpResponse | None:
        """Sign in where the code is right."""
        device = second_factor.verify(self.user, code)
        if device is None:
            return None
        sign_in.complete(self.request, self.user, device, self.found)
        if isinstance(device, StaticDevice):
            messages.warning(self.request, codes_left_in_words(second_factor.codes_left(self.user)))
        return redirect(self.found.next)


class EnrolView(WaitingView):
    """Turns a second factor on for somebody who must have one, before anything else opens."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever has one to where its code is asked for."""
        somebody = sign_in.waiting(request)
        if somebody is not None and has_second_factor(somebody[1]):
            return redirect("access_code")
        return super().dispatch(request, *args, **kwargs)

    def ask(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The page with the QR code, the secret in letters, and the form."""
        offer = offered(self.user, self.found.key)
        return page(self.request, "access/enrol.html", status, form=form, **offer)

    def tried(self, code: str) -> HttpResponse | None:
        """Turn it on, sign in, and show the recovery codes."""
        enrolled = second_factor.enrol(self.user, self.found.key, code)
        if enrolled is None:
            return None
        device, codes = enrolled
        sign_in.complete(self.request, self.user, device, self.found)
        return page(self.request, "access/enrolled.html", codes=codes, next=self.found.next)


def offered(user: Any, key: str) -> dict[str, Any]:
    """What a page shows for an app to learn `key`."""
    return {"qr": qr.svg(second_factor.address(user, key)), "key": second_factor.readable(key)}


def codes_left_in_words(number: int) -> str:
    """How many recovery codes there still are."""
    told = ngettext(
        "You used a recovery code; %(number)d is left. Make new ones on your account page.",
        "You used a recovery code; %(number)d are left. Make new ones on your account page.",
        number,
    )
    return told % {"number": number}
