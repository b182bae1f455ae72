"""How often one may try to come in: by account and address, and by what several share.

Nobody can lock an account by guessing its password: after too many failures from one address that address
waits, and failures from many addresses only slow down browsers in which the account never signed in.
"""

from datetime import timedelta

from django.http import HttpRequest

from news.access.attempts import Rule, Rules, key
from news.access.browsers import account_of, known
from news.http.client import client_address

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

# One person at one place: five wrong passwords, then a quarter of an hour.
PERSON = Rule(limit=5, memory=QUARTER, pause=QUARTER)
# A whole office may share an address, and a proxy many readers.
ADDRESS = Rule(limit=50, memory=QUARTER, pause=timedelta(seconds=30), shared=True)
# One account tried from many addresses, and all accounts from everywhere: slower, never shut.
ACCOUNT = Rule(limit=20, memory=HOUR, pause=timedelta(seconds=10), shared=True)
EVERYBODY = Rule(limit=300, memory=QUARTER, pause=timedelta(seconds=2), shared=True)
# Six digits, three of which fit at any moment: at most 293 guesses a day are one in a thousand.
CODE = Rule(limit=5, memory=DAY, pause=timedelta(minutes=5))
RESET = Rule(limit=3, memory=HOUR, pause=HOUR, shared=True)
RESET_ADDRESS = Rule(limit=20, memory=HOUR, pause=timedelta(minutes=5), shared=True)


def password_rules(request: HttpRequest, username: str) -> Rules:
    """The counts of an attempt to sign in with a password."""
    account, address = account_of(username), client_address(request)
    if browser := known(request, username):
        return {key("browser", account, browser): PERSON}
    return {
        key("person", account, address): PERSON,
        key("address", address): ADDRESS,
        key("account", account): ACCOUNT,
        key("everybody"): EVERYBODY,
    }


def code_rules(request: HttpRequest, username: str) -> Rules:
    """The counts of an attempt to give the code of the second factor."""
    return {key("code", account_of(username), known(request, username)): CODE}


def reset_rules(request: HttpRequest, email: str) -> Rules:
    """The counts of asking for a new password."""
    return {
        key("reset", account_of(email)): RESET,
        key("reset-address", client_address(request)): RESET_ADDRESS,
    }
