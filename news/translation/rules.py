"""Rules: stories of a section are asked for in other languages by themselves."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.translation.models import TranslationRule
from news.translation.requests import Wish, request
from news.translation.sources import translation_of

logger = logging.getLogger(__name__)


def apply_rules(article: ArticlePage) -> None:
    """Ask for what the sections above a story have rules for, and it is not in yet.

    Translations are not translated by rule. What is refused or fails is logged, and hinders nothing.
    """
    rules = TranslationRule.objects.filter(section__in=article.get_ancestors()).select_related("locale")
    if not (nearest_first := list(rules.order_by("-section__depth"))) or translation_of(article):
        return
    for rule in nearest_first:
        try:
            with transaction.atomic():
                apply(rule, article)
        except Refused as refused:
            logger.warning("no translation of %s by rule %s: %s", article.pk, rule, refused)
        except Exception:
            logger.exception("rule %s could not be applied to %s", rule.pk, article.pk)


def apply(rule: TranslationRule, article: ArticlePage) -> None:
    """Ask for what a rule wants of a story, where that is not there yet; raises Refused."""
    there = ArticlePage.objects.filter(translation_key=article.translation_key, locale=rule.locale)
    if not there.exists():
        due = timezone.now() + timedelta(hours=rule.hours) if rule.hours else None
        request(article, rule.locale.language_code, by=None, wish=Wish(rule.priority, due))
