"""Who may do which verb of the room."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names

# Bringing texts in, and saying what became of them, is the work of the secretariat; everybody who has an account
# may propose a concept for a text, which counts once the secretariat has confirmed it.
VERBS = {
    "bring_in": _("File brought in"),
    "read_import": _("File read"),
    "refuse_import": _("File that cannot be read"),
    "correct": _("Reading corrected"),
    "choose_language": _("Read in another language"),
    "undo": _("Correction undone"),
    "redo": _("Correction made again"),
    "destine": _("Decided what becomes of a text"),
    "publish": _("Text published"),
    "set_import_aside": _("Import set aside"),
    "take_import_up_again": _("Import taken up again"),
    "reopen_import": _("Import opened again"),
    "withdraw_version": _("Version withdrawn"),
    "take_version_back_up": _("Version that was withdrawn taken up again"),
    "withdraw_language": _("Language of a version withdrawn"),
    "change_instrument": _("What is known of a text corrected"),
    "resolve_stub": _("Cited text found among those that are kept"),
    "part_stub": _("Cited text parted from the one that it was said to be"),
    "note_act": _("Act of a body noted"),
    "correct_act": _("Act of a body corrected"),
    "withdraw_act": _("Act of a body withdrawn"),
    "change_version": _("What is known of a version corrected"),
    "mark_variant": _("Version said to be another one in other words"),
    "propose": _("Version proposed"),
    "adopt": _("Version adopted"),
    "bring_into_force": _("Version brought into force"),
    "supersede": _("Version superseded"),
    "not_adopt": _("Version not adopted"),
    "take_up_again": _("Version proposed again"),
    "match": _("Provision matched with another"),
    "realign": _("Words of a language moved to another provision"),
    "make_series": _("Series made"),
    "change_series": _("Series changed"),
    "put_in_series": _("Text put into a series"),
    "propose_tag": _("Concept proposed for a text"),
    "confirm_tag": _("Concept of a text confirmed"),
    "decline_tag": _("Concept of a text declined"),
}
OTHERS = {"propose_tag": signed_in}

for name in VERBS:
    rules.add_perm(f"instruments.{name}", OTHERS.get(name, is_secretariat))

register_verb_names({f"instruments.{name}": words for name, words in VERBS.items()})
mark_confidential("instruments.correct", "instruments.undo", "instruments.redo")
