"""Every way there is to make a story public, and every story that must not be, to try each on each."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from news.editorial.approvals import approve_import
from news.editorial.models import Approval, Embargo, Release, ReleaseItem, Spike
from news.models import ArticlePage, SectionPage
from news.models.corrections import Correction
from news.publication import reconcile
from news.publication.kills import kill
from news.publication.schedule import Clock
from news.translation.bases import begin
from news.translation.models import Basis
from tests import factories
from tests.news.admin.support import article_form, bulk_url, client_for, edit_url
from tests.news.publication.support import fresh, settle

EDIT = "سطر لم يوافق عليه أحد"

# --- stories that must not be public -------------------------------------------------------------


def approved(**fields: Any) -> ArticlePage:
    """A draft that may go out."""
    page = factories.article("سرّ لا يُنشر", **fields)
    approve_import(page.get_latest_revision_as_object(), run="tests", by=None)
    return fresh(page)


def finally_approved(**fields: Any) -> ArticlePage:
    """A draft whose final approval the newsroom gave itself."""
    page = factories.article("سرّ لا يُنشر", **fields)
    Approval.give(page.get_latest_revision_as_object(), kind=Approval.Kind.FINAL)
    return fresh(page)


def unapproved() -> ArticlePage:
    return factories.article("سرّ لا يُنشر")


def edited() -> ArticlePage:
    page = approved()
    draft = page.get_latest_revision_as_object()
    draft.standfirst = EDIT
    draft.save_revision()
    return fresh(page)


def overwritten() -> ArticlePage:
    """Edited after approval as autosave does it: the revision is the same one."""
    page = approved()
    draft = page.get_latest_revision_as_object()
    draft.standfirst = EDIT
    draft.save_revision(overwrite_revision=page.latest_revision)
    return fresh(page)


def embargoed() -> ArticlePage:
    page = approved()
    Embargo.objects.create(group=page.translation_key, until=timezone.now() + timedelta(days=1))
    return page


def embargoed_without_end() -> ArticlePage:
    page = approved()
    Embargo.objects.create(group=page.translation_key)
    return page


def killed() -> ArticlePage:
    page = approved()
    kill(page, notice="سُحب الخبر", by=None)
    return fresh(page)


def spiked() -> ArticlePage:
    page = approved()
    Spike.objects.create(page=page)
    return page


def waiting_for_a_release() -> ArticlePage:
    page = approved()
    ReleaseItem.objects.create(release=Release.objects.create(title="معًا"), page=page)
    return page


def newer_words_waiting() -> ArticlePage:
    """Public, and its approved newer words wait for a release."""
    page = approved()
    page.latest_revision.publish()
    draft = fresh(page).get_latest_revision_as_object()
    draft.standfirst = EDIT
    approve_import(draft.save_revision().as_object(), run="tests", by=None)
    ReleaseItem.objects.create(release=Release.objects.create(title="معًا"), page=page)
    return fresh(page)


def without_standfirst() -> ArticlePage:
    return finally_approved(standfirst="")


def image_without_words() -> ArticlePage:
    return finally_approved(lead_image=factories.image(default_alt="", credit="", rights=""))


def untranslated() -> ArticlePage:
    """A translation that says in part what its source says."""
    page = finally_approved()
    source = factories.article("الأصل", body=page.body, standfirst="مقدمة أخرى", locale="en")
    approve_import(source.get_latest_revision_as_object(), run="tests", by=None)
    begin(page.get_latest_revision_as_object(), source)
    return fresh(page)


def of_an_unapproved_source() -> ArticlePage:
    """A translation that is finished and approved, and its source is neither."""
    page = finally_approved()
    begin(page.get_latest_revision_as_object(), factories.article("الأصل", locale="en"))
    Basis.objects.filter(translation__page=page).update(origin=Basis.Origin.PERSON)
    return page


def of_a_retracted_source() -> ArticlePage:
    """A translation that is finished and approved, and says nothing of the retraction of its source."""
    source = factories.published("الأصل", locale="en")
    factories.publish(source, corrections=[Correction(type="retraction", note="لم يحدث هذا.")])
    fresh(source).unpublish()
    settle()
    page = finally_approved()
    begin(page.get_latest_revision_as_object(), fresh(source))
    Basis.objects.filter(translation__page=page).update(origin=Basis.Origin.PERSON)
    return page


def machine_made() -> ArticlePage:
    """A translation that a machine made, and nobody has read."""
    page = untranslated()
    Basis.objects.filter(translation__page=page).update(origin=Basis.Origin.MACHINE)
    return page


# The codes with which each is refused where somebody asks to publish it.
REFUSED: dict[Callable[[], ArticlePage], list[str]] = {
    unapproved: ["not_approved"],
    edited: ["edited_since_approval"],
    overwritten: ["edited_since_approval"],
    embargoed: ["embargoed"],
    embargoed_without_end: ["embargoed_open"],
    killed: ["killed"],
    spiked: ["spiked"],
    waiting_for_a_release: ["in_release"],
    newer_words_waiting: ["in_release"],
    without_standfirst: ["field_required"],
    image_without_words: ["image_alt", "image_credit", "image_rights"],
    untranslated: ["untranslated"],
    machine_made: ["machine_unseen"],
    of_an_unapproved_source: ["source_not_approved"],
    of_a_retracted_source: ["source_retracted"],
}
# Of these, other words than the present draft's were approved and may well be public.
APPROVED_BEFORE = (edited, overwritten, newer_words_waiting)
# What these lack is asked where somebody publishes; the gate asks who approved it.
ONLY_WHERE_ASKED = (
    without_standfirst,
    image_without_words,
    untranslated,
    machine_made,
    of_an_unapproved_source,
    of_a_retracted_source,
)

# --- ways to publish -----------------------------------------------------------------------------


def admin() -> Any:
    """A browser with an administrator logged in: nobody has more rights."""
    known = get_user_model().objects.filter(is_superuser=True).first()
    return client_for(known or factories.user(is_superuser=True))


def elsewhere(page: ArticlePage) -> SectionPage:
    """Another section than that of `page`."""
    found = SectionPage.objects.exclude(pk=page.get_parent().pk).filter(locale=page.locale).first()
    return found or factories.section()


def edit_form(page: ArticlePage) -> None:
    form = article_form(fresh(page), "action-publish")
    if page.lead_image_id:
        form["lead_image"] = str(page.lead_image_id)
    admin().post(edit_url(page), form)


def bulk(page: ArticlePage) -> None:
    admin().post(bulk_url("publish", page))


def bulk_with_section(page: ArticlePage) -> None:
    admin().post(bulk_url("publish", page.get_parent()), {"include_descendants": "on"})


def bulk_move(page: ArticlePage) -> None:
    admin().post(bulk_url("move", page), {"chooser": elsewhere(page).pk})


def move_form(page: ArticlePage) -> None:
    admin().post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere(page).pk]))


def copy_form(page: ArticlePage) -> None:
    form = {
        "new_title": "نسخة", "new_slug": f"نسخة-{page.pk}", "new_parent_page": page.get_parent().pk,
        "publish_copies": "on", "copy_subpages": "on", "alias": "on",
    }  # fmt: skip
    admin().post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)


def api(page: ArticlePage, action: str, **data: Any) -> None:
    """Ask Wagtail's own API, as the admin's scripts may."""
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    admin().post(url, data, "application/json")


def api_publish(page: ArticlePage) -> None:
    api(page, "publish")


def api_copy(page: ArticlePage) -> None:
    api(page, "copy", slug=f"نسخة-{page.pk}", keep_live=True)


def api_copy_with_section(page: ArticlePage) -> None:
    api(page.get_parent(), "copy", slug=f"قسم-{page.pk}", keep_live=True, recursive=True)


def api_move(page: ArticlePage) -> None:
    api(page, "move", destination_page_id=elsewhere(page).pk)


def api_revert(page: ArticlePage) -> None:
    api(page, "revert_to_page_revision", revision_id=page.latest_revision_id)
    api(page, "publish")


def api_aliases(page: ArticlePage) -> None:
    with contextlib.suppress(ValidationError):
        api(page, "create_alias", update_slug=f"آخر-{page.pk}")
    api(page, "convert_alias")


def api_translate(page: ArticlePage) -> None:
    english, key = factories.home("en").locale, page.get_parent().specific.translation_key
    if not SectionPage.objects.filter(translation_key=key, locale=english).exists():
        factories.section(locale="en", translation_key=key)
    api(page, "copy_for_translation", locale="en")


def revert_and_publish(page: ArticlePage) -> None:
    form = article_form(fresh(page), "action-publish") | {"revision": page.latest_revision_id}
    admin().post(edit_url(page), form)


def finish_review(page: ArticlePage) -> None:
    state = page.get_workflow().start(page, factories.user(is_superuser=True))
    state.finish(user=None)


def approve_as_wagtail(page: ArticlePage) -> None:
    """The steps of a review approved below our own checks."""
    state = page.get_workflow().start(page, factories.user(is_superuser=True))
    while state.status == state.STATUS_IN_PROGRESS:
        state.current_task_state.approve(user=state.requested_by)
        state.refresh_from_db()


def switch_steps_off(page: ArticlePage) -> None:
    state = page.get_workflow().start(page, factories.user(is_superuser=True))
    for step in list(state.workflow.tasks):
        step.deactivate()


def schedule(page: ArticlePage) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=past)


def relay(page: ArticlePage) -> None:
    schedule(page)
    Clock().fire()


def wagtails_command(page: ArticlePage) -> None:
    schedule(page)
    call_command("publish_scheduled", verbosity=0)


def revision_publish(page: ArticlePage) -> None:
    page.latest_revision.publish(skip_permission_checks=True)


def page_publish(page: ArticlePage) -> None:
    page.publish(page.latest_revision)


def base_page_publish(page: ArticlePage) -> None:
    base = Page.objects.get(pk=page.pk)
    base.publish(page.latest_revision)


def wagtails_action(page: ArticlePage) -> None:
    PublishPageRevisionAction(page.latest_revision).execute(skip_permission_checks=True)


def save_live(page: ArticlePage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.live = True
    draft.save()


def update_live(page: ArticlePage) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)
    list(reconcile.differences(mend=True))


def copy_live(page: ArticlePage) -> None:
    page.copy(keep_live=True, update_attrs={"slug": f"نسخة-{page.pk}"})


def copy_to_translate(page: ArticlePage) -> None:
    english, key = factories.home("en").locale, page.get_parent().specific.translation_key
    if not SectionPage.objects.filter(translation_key=key, locale=english).exists():
        factories.section(locale="en", translation_key=key)
    translated = page.copy_for_translation(english)
    translated.latest_revision.publish(skip_permission_checks=True)


def alias(page: ArticlePage) -> None:
    page.create_alias(update_slug=f"آخر-{page.pk}")


def alias_above(page: ArticlePage) -> None:
    page.get_parent().create_alias(recursive=True, update_slug=f"قسم-آخر-{page.pk}")


def move(page: ArticlePage) -> None:
    page.move(elsewhere(page), pos="last-child")


def new_section_above(page: ArticlePage) -> None:
    parent = page.get_parent().specific
    parent.unpublish()
    parent.save_revision().publish()


ASKED = (revision_publish, page_publish, finish_review, edit_form, bulk, api_publish)
PATHS: tuple[Callable[[ArticlePage], None], ...] = (
    *ASKED, bulk_with_section, bulk_move, move_form, copy_form, revert_and_publish, approve_as_wagtail,
    switch_steps_off, relay, wagtails_command, base_page_publish, wagtails_action, save_live, update_live,
    api_copy, api_copy_with_section, api_move, api_revert, api_aliases, api_translate,
    copy_live, copy_to_translate, alias, alias_above, move, new_section_above,
)  # fmt: skip
