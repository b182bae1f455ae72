"""Pages on which people turn their second factor on and off, and administrators reset somebody else's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from news.access import audit, second_factor, sign_in
from news.access.admission import has_second_factor, must_have_second_factor
from news.access.forms import CodeForm
from news.access.views.codes import try_code
from news.access.views.sign_in import offered
from news.access.views.words import page

OFFERED = "access_offered_key"
CHANGE_USERS = "auth.change_user"


class FactorView(View):
    """Somebody's own second factor. Every change asks for a code."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Whether it is on, and what can be done."""
        return self.shown(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Turn it on or off, or make new recovery codes."""
        if OFFERED not in request.session and not has_second_factor(request.user):
            return redirect("access_factor")
        try:
            form, status, response = try_code(request, request.user, self.done)
        except second_factor.AlreadyOn:
            return redirect("access_factor")
        return self.shown(form, status) if response is None else response

    def shown(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The page: what is on, or what an app needs to turn it on."""
        user, session = self.request.user, self.request.session
        if since := second_factor.turned_on_at(user):
            facts = {
                "since": since,
                "left": second_factor.codes_left(user),
                "must": must_have_second_factor(user),
            }
            return page(self.request, "access/factor.html", status, form=form, **facts)
        key = session.setdefault(OFFERED, second_factor.new_key())
        return page(self.request, "access/factor_on.html", status, form=form, **offered(user, key))

    def done(self, code: str) -> HttpResponse | None:
        """What the button asks for; None where the code is wrong. Raises AlreadyOn."""
        if not has_second_factor(self.request.user):
            return self.turned_on(code)
        if second_factor.verify(self.request.user, code) is None:
            return None
        return self.renewed() if self.request.POST.get("change") == "codes" else self.turned_off()

    def turned_on(self, code: str) -> HttpResponse | None:
        """Turn it on, for this session too."""
        user, session = self.request.user, self.request.session
        enrolled = second_factor.enrol(user, session[OFFERED], code)
        if enrolled is None:
            return None
        device, codes = enrolled
        del session[OFFERED]
        sign_in.trust(self.request, device)
        return page(self.request, "access/codes.html", codes=codes)

    def renewed(self) -> HttpResponse:
        """New recovery codes."""
        codes = second_factor.renew_codes(self.request.user, by=self.request.user)
        return page(self.request, "access/codes.html", codes=codes)

    def turned_off(self) -> HttpResponse:
        """Turn it off, but for those who must have it."""
        user = self.request.user
        if must_have_second_factor(user):
            raise PermissionDenied
        second_factor.turn_off(user, action=audit.FACTOR_OFF, by=user)
        messages.success(self.request, _("Your second factor is off: your password alone lets you in."))
        return redirect("access_factor")


def may_reset(administrator: Any, user: Any) -> bool:
    """Whether `administrator` may take away the second factor of `user`: not their own, nor of one above."""
    return (
        administrator.pk != user.pk
        and administrator.has_perm(CHANGE_USERS)
        and (administrator.is_superuser or not user.is_superuser)
    )


class ResetFactorView(View):
    """An administrator takes away somebody's second factor, whose phone is lost or stolen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for whoever may; their own is turned off with a code, on its own page."""
        if not request.user.has_perm(CHANGE_USERS):
            raise PermissionDenied
        self.person = get_object_or_404(get_user_model(), pk=kwargs["user_id"])
        if self.person.pk == request.user.pk:
            messages.error(request, _("Your own second factor is changed here, with a code."))
            return redirect("access_factor")
        if not may_reset(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, user_id: int) -> HttpResponseBase:
        """Ask whether it is meant."""
        has = has_second_factor(self.person)
        return page(request, "access/reset.html", person=self.person, has=has)

    def post(self, request: HttpRequest, user_id: int) -> HttpResponseBase:
        """Take it away."""
        name = {"name": self.person.get_username()}
        if second_factor.turn_off(self.person, action=audit.FACTOR_RESET, by=request.user):
            messages.success(request, _("%(name)s signs in without a code next time.") % name)
        else:
            messages.info(request, _("%(name)s has no second factor.") % name)
        return redirect("wagtailusers_users:index")
