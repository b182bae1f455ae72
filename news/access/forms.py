"""The forms people come in by: name and password, a forgotten password, a code, a new token."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import ceil
from time import monotonic, sleep
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template import loader
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import auth

from news.access import attempts
from news.access.backends import WAIT
from news.access.limits import reset_rules
from news.access.scopes import EXPLANATIONS, Scope

logger = logging.getLogger(__name__)
LIFETIMES = (7, 30, 90, 180, 365)

# Mail is sent when the answer is long out: what it costs would tell that there was something to send.
POST = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def wait_in_words(wait: timedelta) -> str:
    """What somebody is told who tried too often."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    told = ngettext(
        "Too many attempts. Try again in %(minutes)d minute.",
        "Too many attempts. Try again in %(minutes)d minutes.",
        minutes,
    )
    return told % {"minutes": minutes}


class SignInForm(auth.LoginForm):
    """Wagtail's own, and what one is told who has to wait."""

    def get_invalid_login_error(self) -> forms.ValidationError:
        """The same for an unknown user and a wrong password."""
        wait = getattr(self.request, WAIT, None)
        if wait is not None:
            return forms.ValidationError(wait_in_words(wait), code="wait")
        return super().get_invalid_login_error()


class PasswordResetForm(auth.PasswordResetForm):
    """Sends a link to whoever has an account here, and takes the same time for whoever has none."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the mail, if any and not too many; nothing tells which."""
        try:
            attempts.admit(reset_rules(kwargs["request"], self.cleaned_data["email"]))
        except attempts.TooManyAttempts as refusal:
            logger.warning("Too many new passwords asked for; the next mail goes out in %s.", refusal.wait)
            return
        super().save(*args, **kwargs)

    def get_users(self, email: str) -> Iterator[Any]:
        """The users with this address, else one who does not exist: a mail is written in either case."""
        found = list(super().get_users(email))
        yield from found or [get_user_model()(pk=0, username="", email="", password="")]

    # The arguments are Django's.
    def send_mail(  # noqa: PLR0913, PLR0917 - as the comment above says
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Hand the mail over; that one could not be sent is logged, and told to nobody."""
        subject = " ".join(loader.render_to_string(subject_template_name, context).split())
        body = loader.render_to_string(email_template_name, context)
        message = EmailMultiAlternatives(subject, body, from_email, [to_email])
        POST.submit(_send, message, context["user"].pk, monotonic() + settings.PASSWORD_RESET_MAIL_DELAY)


def _send(message: EmailMultiAlternatives, user_id: int, due: float) -> None:
    sleep(max(0.0, due - monotonic()))
    if not user_id:
        return
    try:
        message.send()
    except Exception:  # whatever the mail server says, nobody waits for it
        logger.exception("The mail for a new password of user %s was not sent.", user_id)


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": "", "dir": "ltr", "spellcheck": "false"}
        ),
    )


class TokenForm(forms.Form):
    """A new access token. `days` of lifetime, as long as the newsroom allows."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What will use it: you will know it again by this.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It never may more than you may yourself."),
    )
    days = forms.TypedChoiceField(label=_("It works for"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [
            (scope.value, format_html("{}: {}", scope.label, EXPLANATIONS[scope])) for scope in Scope
        ]
        longest: int = settings.TOKEN_DAYS
        offered = [*(days for days in LIFETIMES if days < longest), longest]
        days: Any = self.fields["days"]
        days.choices = [(number, days_in_words(number)) for number in offered]
        days.initial = min(30, longest)


def days_in_words(number: int) -> str:
    """A number of days."""
    return ngettext("%(days)d day", "%(days)d days", number) % {"days": number}
