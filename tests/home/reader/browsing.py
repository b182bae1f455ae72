"""Reads pages as a browser would: parsed, with the few questions the tests ask of every page."""

from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse, HttpResponseBase
from django.test import Client


class Page:
    """One answer of the site, parsed."""

    def __init__(self, response: HttpResponseBase) -> None:
        assert isinstance(response, HttpResponse)
        self.response = response
        self.status = response.status_code
        self.soup = BeautifulSoup(response.content.decode(), "html.parser")

    def all(self, selector: str) -> list[Tag]:
        """Every element that matches."""
        return list(self.soup.select(selector))

    def one(self, selector: str) -> Tag:
        """The only element that matches."""
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements match {selector}"
        return found[0]

    def text(self, selector: str) -> str:
        """The words of the only element that matches, with single spaces."""
        return " ".join(self.one(selector).get_text().split())

    def texts(self, selector: str) -> list[str]:
        """The words of every element that matches."""
        return [" ".join(tag.get_text().split()) for tag in self.all(selector)]

    def hrefs(self, selector: str) -> list[str]:
        """The addresses of every link that matches."""
        return [str(tag["href"]) for tag in self.all(selector)]


def visit(path: str, **query: str) -> Page:
    """The page at a decoded path."""
    return Page(Client().get(quote(path), query))
