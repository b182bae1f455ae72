"""The terms of the demo occur in its stories, and are installed once."""

import pytest

from home.demo.data import load
from home.demo.glossary import install_glossary
from home.demo.glossary import load as load_terms
from news.text.plain import plain_text
from news.translation.matching import Matcher
from news.translation.models import Term
from tests import factories


def told(code: str) -> str:
    """Everything that the stories say in one language."""
    texts = [story.texts[code] for story in load().stories if code in story.texts]
    blocks = [str(block.value) for text in texts for block in text.body]
    return plain_text(" ".join([*(f"{text.title}. {text.standfirst}. " for text in texts), *blocks]))


def test_every_term_is_in_a_story_and_none_is_there_twice() -> None:
    terms = load_terms()
    assert 12 <= len(terms) <= 20
    matcher = Matcher("ar", [(term.forms["ar"], term.key) for term in terms])
    assert {match.value for match in matcher.every(told("ar"))} == {term.key for term in terms}
    english = Matcher("en", [(term.forms["en"], term.key) for term in terms])
    assert len({match.value for match in english.every(told("en"))}) >= 5


@pytest.mark.usefixtures("newsroom")
def test_they_are_installed_once_and_what_became_of_them_stays() -> None:
    factories.term(ar="التضخّم")
    install_glossary(None)
    assert Term.objects.count() == len(load_terms()), "what the newsroom has is not there twice"
    forms = {form.text for form in Term.objects.get(forms__text="Ras al-Murjan").forms.all()}
    assert forms == {"رأس المرجان", "Ras al-Murjan", "Ras al-Mourjane", "Resülmercan"}
    Term.objects.get(forms__text="rubella").delete()
    changed = Term.objects.get(forms__text="quay").form_in("en")
    assert changed is not None
    changed.text = "dock"
    changed.save()
    install_glossary(None)
    assert Term.objects.count() == len(load_terms()) - 1
    assert not Term.objects.filter(forms__text__in=["rubella", "quay"]).exists()
