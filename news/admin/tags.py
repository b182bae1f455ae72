"""Offers tags to whoever types one: a tag may tell what a draft is about."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path
from taggit.models import Tag, TaggedItem
from wagtail.permissions import policy_registry

from news.editorial.knowing import known_stories
from news.models import ArticleTag, NewsImage
from news.record.models import PublicState, PublishedDocument
from news.text.plain import storable

MOST = 10


def autocomplete(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> JsonResponse:
    """The names of known tags that begin as `term`, in the shape that Wagtail's own view gives."""
    if (app_name, model_name) != ("taggit", "tag"):
        raise Http404
    term = storable(request.GET.get("term", ""))
    found = known_tags(request.user).filter(name__istartswith=term) if term else Tag.objects.none()
    return JsonResponse(list(found.order_by("name").values_list("name", flat=True)[:MOST]), safe=False)


def known_tags(user: object) -> QuerySet[Tag]:
    """The tags that readers see, and those of stories and images that `user` may know of."""
    public = PublishedDocument.objects.filter(type="tag", state=PublicState.LIVE)
    stories = ArticleTag.objects.filter(content_object__in=known_stories(user).values("pk"))
    choosable = policy_registry.get_by_type(NewsImage).instances_user_has_permission_for(user, "choose")
    images = TaggedItem.objects.filter(
        content_type__app_label="news",
        content_type__model=NewsImage._meta.model_name,
        object_id__in=choosable.values("pk"),
    )
    return Tag.objects.filter(
        Q(slug__in=public.values("slug")) | Q(pk__in=stories.values("tag")) | Q(pk__in=images.values("tag"))
    )


urlpatterns = [
    path("", autocomplete),
    path("<slug:app_name>/<slug:model_name>/", autocomplete),
]
