"""Reads the corrections of a story: what readers were told is neither changed nor taken back."""

from typing import Any

from wagtail.blocks import StreamValue

from news.api.editorial.base import fault, pointer
from news.api.editorial.bodies import Fault
from news.models import ArticlePage
from news.models.corrections import Correction
from news.record.corrections import published_corrections
from news.text.plain import shows

CHANGED = "A correction that readers have seen is neither changed nor removed; add another."


def read_corrections(
    sent: list[dict[str, Any]], draft: ArticlePage, body: StreamValue
) -> tuple[list[Correction], list[Fault]]:
    """The corrections a draft will have, and what is wrong with those that were sent."""
    told = published_corrections([draft.uuid]).get(draft.uuid, {})
    had = {str(one.uuid): one for one in draft.corrections.all()}
    there = {block["id"] for block in body.get_prep_value()}
    found, faults = [], []
    for place, given in enumerate(sent):
        one = had.get(str(given.get("id"))) or Correction()
        wanted = (given["type"], given["note"], sorted(map(str, given["blocks"])))
        at = ("corrections", place)
        if "id" in given and str(given["id"]) not in had:
            faults.append(fault(pointer(*at, "id"), "does_not_exist", "The draft has no such correction."))
        elif one in found:
            faults.append(fault(pointer(*at, "id"), "repeated", "This correction was sent before."))
        elif str(one.uuid) in told:
            if wanted != (one.type, one.note, sorted(map(str, one.blocks))):
                faults.append(fault(pointer(*at), "correction_changed", CHANGED))
        else:
            faults += faults_in(wanted, at, there)
            one.type, one.note, one.blocks = wanted
        found.append(one)
    if set(told) & set(had) - {str(one.uuid) for one in found}:
        faults.append(fault("/corrections", "correction_changed", CHANGED))
    return found, faults


def faults_in(wanted: tuple[str, str, list[str]], at: tuple[Any, ...], there: set[str]) -> list[Fault]:
    """What is wrong with a correction that is new."""
    kind, note, blocks = wanted
    faults = []
    if kind not in Correction.Type.values:
        names = ", ".join(Correction.Type.values)
        faults.append(fault(pointer(*at, "type"), "invalid_choice", f"A type is one of {names}."))
    if not shows(note):
        faults.append(fault(pointer(*at, "note"), "required", "There is nothing to see in it."))
    if set(blocks) - there:
        faults.append(fault(pointer(*at, "blocks"), "does_not_exist", "The body has no such block."))
    return faults
