"""Lets one person at a time change where pages stand in the tree."""

from django.db.models import Q
from wagtail.models import Page

# Roots, home pages and sections: pages stand below these only.
PARENTS = Q(depth__lte=2) | Q(sectionpage__isnull=False)
PLACE = ["path", "depth", "numchild", "url_path"]


def hold_tree(page: Page) -> None:
    """Lock `page` with all below it, and every page that others stand below, until the transaction ends.

    treebeard reckons with the places it has read, so two moves at once would claim the same one. Adding a
    page locks its parent, and so waits as well. Stories come before sections, as publication locks them.
    """
    rows = Page.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    for part in (rows.filter(path__startswith=page.path).exclude(PARENTS), rows.filter(PARENTS)):
        list(part.values_list("pk"))
