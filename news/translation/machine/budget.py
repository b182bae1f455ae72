"""How many letters the newsroom sends to its machine translator in a day."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from news.editorial.refusals import Refusal, Refused
from news.translation.models import MachineDay


@transaction.atomic
def spend(letters: int) -> MachineDay:
    """Count letters before they are sent; raises Refused where that is more than what is left of the day."""
    day, _new = MachineDay.objects.get_or_create(day=timezone.now().date())
    rows = MachineDay.objects.filter(pk=day.pk)
    if limit := settings.MACHINE_TRANSLATION_LETTERS:
        rows = rows.filter(letters__lte=limit - letters)
    if not rows.update(letters=F("letters") + letters):
        day.refresh_from_db()
        left = max(0, limit - day.letters)
        raise Refused(Refusal("machine_budget", {"left": left, "needed": letters}))
    return day


def give_back(day: MachineDay, letters: int) -> None:
    """Take back what was counted of a day: the machine answered nothing."""
    MachineDay.objects.filter(pk=day.pk).update(letters=F("letters") - letters)
