"""Public stories that search has followed, and what editors ask of them."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from news.models import ArticlePage
from tests import factories
from tests.news.publication.support import settle
from tests.search.following import catch_up

FLOOD = (
    "غمرت فيضانات النيل قرى على ضفاف النهر في ولاية سنار وشردت آلاف السكان بعد أيام من الأمطار الغزيرة. "
    "وقال مسؤول محلي إن فرق الإنقاذ أجلت مئات الأسر إلى مدارس في مدينة سنجة وإن الطرق المؤدية إلى القرى "
    "ما زالت مقطوعة، فيما حذرت هيئة الأرصاد من أمطار جديدة قبل نهاية الأسبوع."
)


def follow() -> None:
    """Let readers and search have what was published, as the relay does."""
    settle()
    catch_up()


def told(title: str, text: str, **facts: Any) -> ArticlePage:
    """A public story of one paragraph."""
    return factories.published(title, standfirst="", body=[("paragraph", f"<p>{text}</p>")], **facts)


def archive() -> dict[str, ArticlePage]:
    """A flood, the day before it, and other things, all public and indexed."""
    rows = {
        "flood": told("فيضانات السودان تغمر قرى سنار", FLOOD),
        "river": told("منسوب النيل يرتفع", "حذرت السلطات سكان القرى في ولاية سنار من فيضانات النيل"),
        "match": told("مباراة الهلال والنصر", "انتهت بالتعادل في الرياض بعد شوطين مثيرين"),
        "oil": told("أسعار النفط ترتفع", "صعدت الأسعار بعد قرار المنتجين"),
    }
    follow()
    return rows


def stranger_to_all() -> Any:
    """Somebody who writes in a section of their own, where there is nothing."""
    group = Group.objects.create(name="قسم آخر")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=factories.section("قسم آخر"), permission=permission)
    person = factories.user()
    person.groups.add(group)
    return person
