"""The addresses of the editorial API, to be mounted at /api/editorial/v1/."""

from django.urls import path

from news.api.editorial import (
    actions,
    articles,
    audit,
    exchange,
    glossary,
    previews,
    releases,
    root,
    translations,
)

urlpatterns = [
    path("articles/", articles.ArticleList.as_view()),
    path("articles/<uuid:document_id>/", articles.ArticleDetail.as_view()),
    path("articles/<uuid:document_id>/actions/<str:name>/", actions.ActionView.as_view()),
    path("articles/<uuid:document_id>/translations/", translations.TranslationList.as_view()),
    path("articles/<uuid:document_id>/pieces/", translations.PieceList.as_view()),
    path("articles/<uuid:document_id>/xliff/", exchange.ArticleXliff.as_view()),
    path("audit/", audit.Audit.as_view()),
    path("glossary/", glossary.Glossary.as_view()),
    path("preview-links/", previews.LinkList.as_view()),
    path("preview-links/<int:pk>/", previews.LinkDetail.as_view()),
    path("releases/", releases.ReleaseList.as_view()),
    path("releases/<int:pk>/", releases.ReleaseDetail.as_view()),
    path("releases/<int:pk>/actions/<str:name>/", releases.ReleaseActionView.as_view()),
    path("schema/", root.Schema.as_view()),
    path("<path:rest>", root.NothingHere.as_view()),
]
