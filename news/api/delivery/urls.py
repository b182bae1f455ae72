"""The addresses of the delivery API, to be mounted at /api/v1/."""

from django.urls import path

from news.api.delivery import articles, changes, corrections, root, things, versions

urlpatterns = [
    path("", root.Root.as_view()),
    path("articles/", articles.ArticleList.as_view()),
    path("articles/by-path/", articles.ArticleByPath.as_view()),
    path("articles/<uuid:document_id>/", articles.ArticleDetail.as_view()),
    path("articles/<uuid:document_id>/translations/", articles.ArticleTranslations.as_view()),
    path("articles/<uuid:document_id>/corrections/", corrections.ArticleCorrections.as_view()),
    path("articles/<uuid:document_id>/versions/", versions.VersionList.as_view()),
    path("articles/<uuid:document_id>/versions/<int:version>/", versions.VersionDetail.as_view()),
    path("sections/", things.SectionList.as_view()),
    path("sections/<str:slug>/", things.SectionDetail.as_view()),
    path("topics/", things.TopicList.as_view()),
    path("topics/<str:slug>/", things.TopicDetail.as_view()),
    path("authors/", things.AuthorList.as_view()),
    path("authors/<str:slug>/", things.AuthorDetail.as_view()),
    path("tags/", things.TagList.as_view()),
    path("locales/", things.LocaleList.as_view()),
    path("corrections/", corrections.CorrectionList.as_view()),
    path("changes/", changes.Changes.as_view()),
    path("schema/", root.Schema.as_view()),
    path("docs/", root.Docs.as_view()),
]
