"""How people and programs come in: passwords, sessions, the second factor, access tokens."""

from typing import Any

from environs import Env, validate

env = Env()
ABOVE_ZERO = validate.Range(min=1)
RATE = validate.Regexp(r"[1-9]\d*/(second|minute|hour|day)$")

AUTHENTICATION_BACKENDS = ["news.access.backends.GuardedBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds; the link works once
PASSWORD_RESET_MAIL_DELAY = 2  # seconds, after which the answer is out
WAGTAILADMIN_USER_LOGIN_FORM = "news.access.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "news.access.forms.PasswordResetForm"

# A session ends when nobody does anything in it, and at the latest after a shift.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", 120, validate=ABOVE_ZERO) * 60
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 12, validate=ABOVE_ZERO) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Whether those who publish or administer must have a second factor; everybody may.
TWO_FACTOR = env.bool("TWO_FACTOR", False)
OTP_TOTP_ISSUER = "Nashra"
# Attempts are counted by `news.access.limits`, which slows down and never shuts; the library's own pauses
# double without end.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0

PROXIES = env.int(
    "PROXIES", 0, validate=validate.Range(min=0)
)  # how many stand before us and append to X-Forwarded-For
TOKEN_DAYS = env.int("TOKEN_DAYS", 90, validate=ABOVE_ZERO)  # the longest a token works
API_RATES = {
    "token": env.str("API_TOKEN_RATE", "600/minute", validate=RATE),
    "address": env.str("API_ADDRESS_RATE", "1200/minute", validate=RATE),
}
