"""The addresses of the editorial API, to be mounted at /api/editorial/v1/."""

from django.urls import path

from news.api.editorial import articles, root

urlpatterns = [
    path("articles/", articles.ArticleList.as_view()),
    path("articles/<uuid:document_id>/", articles.ArticleDetail.as_view()),
    path("schema/", root.Schema.as_view()),
]
