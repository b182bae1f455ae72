"""The page explorer, with the language of what it finds beyond the section it was opened on."""

from django.utils.functional import cached_property
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet


class ExplorerView(ExplorableIndexView):
    """Wagtail's explorer, which names languages at the root of the tree only."""

    @cached_property
    def show_locale_labels(self) -> bool:
        """Whether pages of several languages may be listed."""
        return bool(self.i18n_enabled and (self.parent_page.is_root() or self.is_searching_whole_tree))


class NewsroomPages(PageViewSet):
    """The admin's views of pages of all types."""

    index_view_class = ExplorerView
