"""The addresses of whoever is not signed in yet; they come before those of the admin."""

from django.urls import path

from news.access.views.sign_in import CodeView, EnrolView, SignInView

urlpatterns = [
    path("login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("login/code/", CodeView.as_view(), name="access_code"),
    path("login/second-factor/", EnrolView.as_view(), name="access_enrol"),
]
