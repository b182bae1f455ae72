"""What somebody may try with the newsroom itself."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Workflow

from news.editorial.models import LegalReview
from tests.news.permissions.world import NEW, World, answers
from tests.news.publication.support import fresh


def switch_review_off(world: World) -> bool:
    workflow = Workflow.objects.get(name="مراجعة الرأي")
    world.send("wagtailadmin_workflows:disable", workflow.pk)
    return not fresh(workflow).active


def switch_step_off(world: World) -> bool:
    world.send("wagtailadmin_workflows:disable_task", LegalReview.objects.get().pk)
    return not LegalReview.objects.get().active


def delete_person(world: World) -> bool:
    world.send("wagtailusers_users:delete", world.colleagues["Legal"].pk)
    return not get_user_model().objects.filter(pk=world.colleagues["Legal"].pk).exists()


def delete_group(world: World) -> bool:
    group = Group.objects.create(name=NEW)
    world.send("wagtailusers_groups:delete", group.pk)
    return not Group.objects.filter(pk=group.pk).exists()


def report_on_reviews(world: World) -> bool:
    return answers(world, "wagtailadmin_reports:workflow")


def report_on_locks(world: World) -> bool:
    return answers(world, "wagtailadmin_reports:locked_pages")


def report_on_history(world: World) -> bool:
    return answers(world, "wagtailadmin_reports:site_history")


def report_on_stories(world: World) -> bool:
    return answers(world, "newsroom_stories")
