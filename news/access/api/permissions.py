"""Asks that somebody is there, and that their token was made for this."""

from typing import Any

from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request

from news.access.models import AccessToken
from news.http.problems import Problem

__all__ = ["HasScope", "IsAuthenticated"]


class HasScope(BasePermission):
    """The view names a scope for each method; where it names none nobody may, token or not.

    A session has every scope: what its user may is asked by the view, as it is for a token.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the token, if it is one, has the scope. Raises the 403 that names the missing one."""
        needed = view.required_scope()
        if needed is None:
            return False
        token = request.auth
        if isinstance(token, AccessToken) and needed not in token.scopes:
            detail = f"This token has no scope {needed.value!r}."
            raise Problem(403, "scope", detail, scope=needed.value)
        return True
