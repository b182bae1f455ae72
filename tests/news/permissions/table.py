"""Who may do what: for every action, the roles that may; whoever is not named may not."""

from tests.news.permissions import administering, publishing, writing
from tests.news.permissions.world import Action

ROLES = (
    "reporter", "desk", "copy", "duty", "legal", "translator", "translation", "reviewer", "service", "admin",
    "superuser",
)  # fmt: skip

WRITERS = "reporter desk copy duty translator translation superuser"  # of stories of their own
CREATORS = "reporter desk duty translator translation superuser"
EDITORS = "desk copy duty translation superuser"  # of anybody's
PLACERS = "desk duty translation superuser"  # who edit and create
PUBLISHERS = "duty superuser"
TERM_KEEPERS = "desk duty translation superuser"
ADMINISTRATORS = "admin superuser"
INSIDERS = "reporter desk copy duty legal translator translation reviewer superuser"  # who see stories
EVERYBODY = "reporter desk copy duty legal translator translation reviewer admin superuser"  # but programs

TABLE: dict[Action, str] = {
    writing.enter_admin: EVERYBODY,
    writing.list_section: INSIDERS,
    writing.open_others: f"{EDITORS} legal reviewer",
    writing.comment: f"{EDITORS} legal reviewer",
    writing.create: CREATORS,
    writing.edit_own: WRITERS,
    writing.edit_others: EDITORS,
    writing.edit_live: EDITORS,
    writing.copy_story: PLACERS,
    writing.move_draft: PLACERS,
    writing.delete_own: WRITERS,
    writing.delete_others: EDITORS,
    writing.spike_own: WRITERS,
    writing.spike_others: EDITORS,
    writing.restore_spiked: EDITORS,
    writing.lock: PUBLISHERS,
    writing.unlock: PUBLISHERS,
    writing.submit_own: WRITERS,
    writing.submit_others: EDITORS,
    writing.approve_desk_review: "desk duty superuser",
    writing.approve_copy_edit: "copy desk duty superuser",
    writing.approve_legal_review: "legal superuser",
    writing.approve_finally: PUBLISHERS,
    writing.approve_own: "",
    writing.request_changes: "desk duty superuser",
    writing.cancel_review: "desk duty superuser",
    writing.claim_own: WRITERS,
    writing.claim_others: EDITORS,
    writing.assign_story: EDITORS,
    writing.release_others: EDITORS,
    writing.read_history: INSIDERS,
    publishing.publish: PUBLISHERS,
    publishing.publish_unapproved: "",
    publishing.schedule: PUBLISHERS,
    publishing.unpublish: PUBLISHERS,
    publishing.move_live: PUBLISHERS,
    publishing.delete_live: "",
    publishing.make_private: PUBLISHERS,
    publishing.kill_story: PUBLISHERS,
    publishing.embargo: EDITORS,
    publishing.break_an_embargo: PUBLISHERS,
    publishing.begin_release: PUBLISHERS,
    publishing.open_release: INSIDERS,
    publishing.add_to_release: PUBLISHERS,
    publishing.take_out_of_release: PUBLISHERS,
    publishing.release_together: PUBLISHERS,
    publishing.cancel_release: PUBLISHERS,
    publishing.create_section: CREATORS,
    publishing.publish_section: PUBLISHERS,
    publishing.upload_image: WRITERS,
    publishing.change_own_image: WRITERS,
    publishing.change_others_image: PUBLISHERS,
    publishing.change_shown_image: PUBLISHERS,
    publishing.delete_others_image: PUBLISHERS,
    publishing.add_author: "desk duty superuser",
    publishing.add_topic: "desk duty superuser",
    publishing.change_author: PUBLISHERS,
    publishing.change_topic: PUBLISHERS,
    publishing.delete_author: PUBLISHERS,
    publishing.delete_topic: PUBLISHERS,
    publishing.read_terms: "desk duty translator translation superuser",
    publishing.add_term: TERM_KEEPERS,
    publishing.change_term: TERM_KEEPERS,
    publishing.import_terms: TERM_KEEPERS,
    publishing.delete_term: "duty translation superuser",
    publishing.list_synonyms: PUBLISHERS,
    publishing.add_synonyms: PUBLISHERS,
    publishing.delete_synonyms: PUBLISHERS,
    publishing.read_what_readers_ask: INSIDERS,
    administering.switch_review_off: ADMINISTRATORS,
    administering.switch_step_off: ADMINISTRATORS,
    administering.delete_person: ADMINISTRATORS,
    administering.delete_group: ADMINISTRATORS,
    administering.report_on_reviews: WRITERS,
    administering.report_on_locks: PUBLISHERS,
    administering.report_on_history: EVERYBODY,
    administering.report_on_stories: INSIDERS,
}
