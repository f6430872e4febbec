"""The permission rules of the room's verbs, and the names of the verbs."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names

# The secretariat imports texts and maintains them. Every signed-in user may propose a concept for a text; it
# counts once the secretariat has confirmed it.
VERBS = {
    "upload_import": _("File brought in"),
    "read_import": _("File read"),
    "mark_import_unreadable": _("File that cannot be read"),
    "correct_import": _("Reading corrected"),
    "set_import_language": _("Read in another language"),
    "undo_correction": _("Correction undone"),
    "redo_correction": _("Correction made again"),
    "set_destination": _("Decided what becomes of a text"),
    "publish_import": _("Text published"),
    "set_import_aside": _("Import set aside"),
    "resume_import": _("Import taken up again"),
    "reopen_import": _("Import opened again"),
    "withdraw_version": _("Version withdrawn"),
    "restore_version": _("Version that was withdrawn taken up again"),
    "withdraw_language": _("Language of a version withdrawn"),
    "change_instrument": _("What is known of a text corrected"),
    "resolve_stub": _("Cited text found among those that are kept"),
    "unresolve_stub": _("Cited text parted from the one that it was said to be"),
    "record_act": _("Act of a body noted"),
    "correct_act": _("Act of a body corrected"),
    "withdraw_act": _("Act of a body withdrawn"),
    "change_version": _("What is known of a version corrected"),
    "mark_variant": _("Version said to be another one in other words"),
    "propose_version": _("Version proposed"),
    "adopt_version": _("Version adopted"),
    "bring_version_into_force": _("Version brought into force"),
    "supersede_version": _("Version superseded"),
    "mark_version_not_adopted": _("Version not adopted"),
    "repropose_version": _("Version proposed again"),
    "match_provision": _("Provision matched with another"),
    "realign_provision": _("Words of a language moved to another provision"),
    "create_series": _("Series made"),
    "change_series": _("Series changed"),
    "set_series": _("Text put into a series"),
    "propose_tag": _("Concept proposed for a text"),
    "confirm_tag": _("Concept of a text confirmed"),
    "decline_tag": _("Concept of a text declined"),
}
OTHER_RULES = {"propose_tag": signed_in}

for name in VERBS:
    rules.add_perm(f"instruments.{name}", OTHER_RULES.get(name, is_secretariat))

register_verb_names({f"instruments.{name}": words for name, words in VERBS.items()})
mark_confidential(
    "instruments.correct_import", "instruments.undo_correction", "instruments.redo_correction"
)
