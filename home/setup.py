"""Lays the ground of a newsroom: its locales, a home page for each, and the site that shows them."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from home.models import HomePage


@transaction.atomic
def set_up_homes() -> list[str]:
    """Create what is missing of locales, home pages and the default site; returns a line for each.

    Wagtail's own welcome page goes, if nobody has touched it.
    """
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(title="Root", slug="root", locale=_locale(settings.LANGUAGE_CODE))
    done: list[str] = []
    first: HomePage | None = None
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        home = HomePage.objects.filter(locale__language_code=code, depth=2).first()
        if home is None:
            home = root.add_child(instance=_new_home(code, first))
            done.append(f"home page {home.url_path}")
        first = first or home
    _remove_welcome_page(root)
    if first is not None and not Site.objects.filter(root_page=first).exists():
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": first, "site_name": "Nashra"},
        )
        done.append("default site")
    return done


def _new_home(code: str, first: HomePage | None) -> HomePage:
    with override(code):
        home = HomePage(title=gettext("Nashra"), slug=code, locale=_locale(code))
    if first is not None:
        home.translation_key = first.translation_key
    return home


def _locale(code: str) -> Locale:
    return Locale.all_objects.get_or_create(language_code=code)[0]


def _remove_welcome_page(root: Page) -> None:
    welcome = Page.objects.child_of(root).filter(slug="home", latest_revision__isnull=True).first()
    if welcome is not None and type(welcome.specific) is Page and welcome.numchild == 0:
        site = Site.objects.filter(root_page=welcome).first()
        if site is not None:
            site.root_page = HomePage.objects.order_by("path").first()
            site.save()
        welcome.delete()
