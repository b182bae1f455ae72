"""The admin's form of a page: what it checks is what will be stored."""

from wagtail.admin.forms import WagtailAdminPageForm

from news.text.slugs import slug_or


class NewsPageForm(WagtailAdminPageForm):
    """Normalises the slug first, so that one that only looks different is refused and not stored twice."""

    def clean_slug(self) -> str:
        """The slug as the page will have it."""
        slug: str = self.cleaned_data["slug"]
        return slug_or(slug, slug) if slug else slug
