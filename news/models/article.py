"""The article: one story in one locale."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Workflow
from wagtail.search import index

from news.blocks import BodyBlock, image_ids_in
from news.models.base import NewsPage
from news.models.forms import ArticleForm
from news.models.people import Author, Topic
from news.models.permissions import StoryPermissions
from news.models.signals import drafted, publishing


class ArticleTag(TaggedItemBase):
    """A tag on an article."""

    content_object = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(NewsPage):
    """One story in one locale. Translations of it share Wagtail's `translation_key`."""

    live: bool

    class Kind(models.TextChoices):
        """What form a story takes; it decides how it is reviewed."""

        STORY = "story", _("Story")
        BRIEF = "brief", _("Brief")
        OPINION = "opinion", _("Opinion")
        ANALYSIS = "analysis", _("Analysis")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.STORY)
    standfirst = models.TextField(_("standfirst"), blank=True, max_length=500)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    lead_image = models.ForeignKey(
        "news.NewsImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(_("alternative text"), max_length=255, blank=True)
    lead_image_caption = models.CharField(_("caption"), max_length=500, blank=True)
    lead_image_credit = models.CharField(_("credit"), max_length=255, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    tags = ClusterTaggableManager(through=ArticleTag, verbose_name=_("tags"), blank=True)

    # What is known, by key, of the pieces of a translation that is about to be saved: digests of what of its
    # source was before the eyes of who wrote them; bases of those that were made from what it said earlier;
    # and digests of the texts that a machine wrote.
    source_shown: Mapping[str, str] = MappingProxyType({})
    made_from: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    made_by_machine: Mapping[str, str] = MappingProxyType({})

    content_panels = [
        *NewsPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt"),
                FieldPanel("lead_image_caption"),
                FieldPanel("lead_image_credit"),
            ],
            heading=_("Lead image"),
        ),
        FieldPanel("body"),
        InlinePanel("bylines", label=_("Byline"), heading=_("Authors")),
        FieldPanel("topics"),
        FieldPanel("tags"),
        InlinePanel(
            "corrections",
            label=_("Correction"),
            heading=_("Corrections and updates"),
            help_text=_("For a story that is public: what readers are told when this change is published."),
        ),
    ]
    search_fields = [
        *NewsPage.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("kind"),
    ]

    base_form_class = ArticleForm
    # A copy is another story, and was never public.
    exclude_fields_in_copy = [*NewsPage.exclude_fields_in_copy, "corrections"]
    parent_page_types = ["news.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it. A copy is a draft, even where Wagtail is asked to keep it live: nobody approved it."""
        is_copy = self._state.adding and self.copied_from is not None
        noted_live = not self.live and "live_revision" in (kwargs.get("update_fields") or ())
        if is_copy or noted_live:
            self.live, self.has_unpublished_changes, self.live_revision = False, True, None
            self.first_published_at = self.last_published_at = None
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> StoryPermissions:
        """What `user` may do with it."""
        return StoryPermissions(user, self)

    def get_workflow(self) -> Any:
        """The review it goes through, by the kind that the function `KIND_OF_REVIEW` names."""
        return self.review_of(import_string(settings.KIND_OF_REVIEW)(self))

    def review_of(self, kind: str) -> Any:
        """The review of this kind at the nearest place that has one for it; else the nearest assigned.

        None where that one is switched off: a kind is never reviewed by the steps of another.
        """
        above = self.get_ancestors(inclusive=True).values("pk")
        of_kind = Workflow.objects.filter(
            of_kind__kind=kind,
            of_kind__assigned__active=True,
            of_kind__assigned__workflow_pages__page__in=above,
        ).order_by("-of_kind__assigned__workflow_pages__page__depth")
        found = of_kind.first()
        if found is None:
            return super().get_workflow()
        return found if found.active else None

    @transaction.atomic
    def save_revision(self, *args: Any, **options: Any) -> Any:
        """Save a draft; the rooms above see it (`drafted`)."""
        revision = super().save_revision(*args, **options)
        overwritten = options.get("overwrite_revision") is not None
        told = {"revision": revision, "overwritten": overwritten, "user": options.get("user")}
        drafted.send(sender=type(self), article=self, **told)
        return revision

    @transaction.atomic
    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Publish or schedule `revision`, the one way to do it; raises what forbids it (`publishing`)."""
        self.take_place()
        publishing.send(sender=type(self), article=self, revision=revision, user=user)
        super().publish(revision, user=user, **options)

    def image_ids(self) -> set[int]:
        """The images it names, of which some may be gone."""
        named = set(image_ids_in(self.body.get_prep_value()))
        return named | {self.lead_image_id} if self.lead_image_id else named

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft in the reader site's own template, by the function `PREVIEW_RENDERER` names."""
        return import_string(settings.PREVIEW_RENDERER)(request, self)


class Byline(Orderable):
    """An author of an article, in order."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        verbose_name = _("Byline")
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="byline_once")]

    def __str__(self) -> str:
        return str(self.author)
