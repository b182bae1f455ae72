"""The roles of a newsroom: what each may do, and the groups that carry it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from news.editorial.naming import Words, called, name_of, named
from news.models import Author, Topic

ADMIN_ACCESS = "wagtailadmin.access_admin"
RULES = tuple(f"translation.{verb}_translationrule" for verb in ("add", "change", "delete"))
MANAGED = ("auth.user", "auth.group", "wagtailcore.workflow", "wagtailcore.task", "wagtailcore.site")
VERBS = ("add", "change", "delete")
# Of the glossary, which the whole newsroom shares: no desk alone keeps it.
READS_TERMS, ADDS_TERMS, CHANGES_TERMS, DELETES_TERMS = (
    f"translation.{verb}_term" for verb in ("view", *VERBS)
)
KEEPS_TERMS = (READS_TERMS, ADDS_TERMS, CHANGES_TERMS)
# To say which story answers which question. It can hold back an index, so it goes with keeping terms.
JUDGES_ANSWERS = "search.judge_answers"
# What readers find concerns the whole newsroom too.
TUNES_SEARCH = "search.tune_search"


@dataclass(frozen=True)
class Role:
    """A group: what it may do with pages, images, authors and topics; `rights` are those of the whole admin.

    `comment_page` is ours: to open a story and to comment on it, no more.
    """

    key: str
    title: Words
    pages: tuple[str, ...]
    images: tuple[str, ...] = ("add_image", "choose_image")
    snippets: tuple[str, ...] = ()
    rights: tuple[str, ...] = (ADMIN_ACCESS,)

    @property
    def name(self) -> str:
        """What the newsroom calls it, in its own language."""
        return name_of(self.title)

    def group(self, label: str = "") -> Group | None:
        """The group of this role, of the desk called `label` if there is one, if it was set up."""
        return called(Group.objects.all(), self.title, (label,))


REPORTER = Role("reporter", _("Reporter"), ("add_page",))
# A story takes authors and topics along when it is published; to change one that is public takes somebody
# who may publish.
DESK_EDITOR = Role(
    "desk",
    _("Desk editor"),
    ("add_page", "change_page"),
    snippets=("add",),
    rights=(ADMIN_ACCESS, *KEEPS_TERMS, JUDGES_ANSWERS),
)
COPY_EDITOR = Role("copy", _("Copy editor"), ("change_page",))
DUTY_EDITOR = Role(
    "duty",
    _("Duty editor"),
    ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    images=("add_image", "change_image", "choose_image"),
    snippets=VERBS,
    rights=(ADMIN_ACCESS, *RULES, *KEEPS_TERMS, DELETES_TERMS, JUDGES_ANSWERS, TUNES_SEARCH),
)
LEGAL = Role("legal", _("Legal"), ("comment_page",), images=())
TRANSLATOR = Role("translator", _("Translator"), ("add_page",), rights=(ADMIN_ACCESS, READS_TERMS))
TRANSLATION_EDITOR = Role(
    "translation",
    _("Translation editor"),
    ("add_page", "change_page"),
    rights=(ADMIN_ACCESS, *RULES, *KEEPS_TERMS, DELETES_TERMS, JUDGES_ANSWERS),
)
REVIEWER = Role("reviewer", _("Reviewer"), ("comment_page",), images=())
# A program may do nothing until the newsroom gives it, or this group, rights on a section.
SERVICE = Role("service", _("Service account"), (), images=(), rights=())
ADMIN = Role(
    "admin",
    _("Admin"),
    (),
    images=(),
    rights=(
        ADMIN_ACCESS,
        *(f"{app}.{verb}_{model}" for app, model in (one.split(".") for one in MANAGED) for verb in VERBS),
    ),
)
ROLES = (
    REPORTER, DESK_EDITOR, COPY_EDITOR, DUTY_EDITOR, LEGAL, TRANSLATOR, TRANSLATION_EDITOR, REVIEWER, SERVICE,
    ADMIN,
)  # fmt: skip
# What a desk has of its own. Images, authors and topics are everybody's: no desk alone may change them.
DESK_ROLES = (
    Role(REPORTER.key, REPORTER.title, REPORTER.pages),
    Role(DESK_EDITOR.key, DESK_EDITOR.title, DESK_EDITOR.pages),
    Role(COPY_EDITOR.key, COPY_EDITOR.title, COPY_EDITOR.pages),
    Role(DUTY_EDITOR.key, DUTY_EDITOR.title, DUTY_EDITOR.pages),
)


def set_up_role(role: Role, places: Iterable[Page], labels: Sequence[str] = ("",)) -> list[str]:
    """Create the group of `role`, give it what it lacks at `places`; returns a line for each thing done.

    Rights on authors and topics that it must not have are taken back.
    """
    done: list[str] = []
    group = named(Group.objects.all(), role.title, done, labels)
    done += settle_rights(group, role)
    known = {permission.codename: permission for permission in page_permissions()}
    for place in places:
        for codename in role.pages:
            _given, new = GroupPagePermission.objects.get_or_create(
                group=group, page=place, permission=known[codename]
            )
            done += [f"{group.name}: {codename} on {place.url_path}"] if new else []
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    # Wagtail asks for the permissions of its own image model, whichever model a project uses.
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=role.images
    ):
        _given, new = GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
        done += [f"{group.name}: {permission.codename}"] if new else []
    return done


def settle_rights(group: Group, role: Role) -> list[str]:
    """Give the group the rights of the whole admin it lacks, and take back those on authors and topics."""
    done = []
    snippets = snippet_permissions()
    wanted = [permission for permission in snippets if permission.codename.split("_")[0] in role.snippets]
    has = set(group.permissions.values_list("pk", flat=True))
    for permission in snippets:
        if permission.pk in has and permission not in wanted:
            group.permissions.remove(permission)
            done.append(f"{group.name}: no longer {permission.codename}")
    for permission in [*wanted, *rights_named(role.rights)]:
        if permission.pk not in has:
            group.permissions.add(permission)
            done.append(f"{group.name}: {permission.codename}")
    return done


def rights_named(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names, each an app's label and a codename."""
    found = Q(pk__in=())
    for name in names:
        app, codename = name.split(".")
        found |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(found))


def page_permissions() -> list[Permission]:
    """Wagtail's permissions of pages, and ours to comment, which is created here where it is missing."""
    pages = ContentType.objects.get_for_model(Page)
    Permission.objects.get_or_create(
        content_type=pages, codename="comment_page", defaults={"name": "Open and comment on any page"}
    )
    return list(Permission.objects.filter(content_type=pages))


def snippet_permissions() -> list[Permission]:
    """The permissions to add, change and delete authors and topics."""
    types = ContentType.objects.get_for_models(Author, Topic).values()
    return list(Permission.objects.filter(content_type__in=types).exclude(codename__startswith="view_"))
