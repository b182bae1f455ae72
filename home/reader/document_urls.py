"""The addresses of documents on the reader site; mounted last, for a document may live at any path."""

from django.urls import URLPattern, path

from home.reader import views

urlpatterns: list[URLPattern] = [
    path("", views.root, name="reader-root"),
    path("<path:path>", views.document, name="reader-document"),
]
