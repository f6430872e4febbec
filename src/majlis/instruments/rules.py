"""The permission rules of the room's verbs, and the names of the verbs."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.roles import is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names

# The secretariat imports texts and maintains them. Every signed-in user may propose a concept for a text; it
# counts once the secretariat has confirmed it.
VERBS = {
    "upload_import": pgettext_lazy("history", "File imported"),
    "read_import": pgettext_lazy("history", "File processed"),
    "mark_import_unreadable": _("File could not be processed"),
    "correct_import": _("Processed text corrected"),
    "set_import_language": _("File processed in another language"),
    "undo_correction": pgettext_lazy("history", "Correction undone"),
    "redo_correction": pgettext_lazy("history", "Correction redone"),
    "set_destination": _("Publication settings changed"),
    "publish_import": pgettext_lazy("history", "Text published"),
    "publish_adopted_text": pgettext_lazy("history", "Adopted text published"),
    "set_import_aside": pgettext_lazy("history", "Import discarded"),
    "resume_import": pgettext_lazy("history", "Import resumed"),
    "reopen_import": pgettext_lazy("history", "Import reopened"),
    "withdraw_version": pgettext_lazy("history", "Version withdrawn"),
    "restore_version": _("Withdrawn version restored"),
    "withdraw_language": _("Text of a version in one language withdrawn"),
    "change_instrument": _("Text details corrected"),
    "resolve_stub": _("Cited text matched with a text held in Majlis"),
    "unresolve_stub": _("Match of cited text undone"),
    "record_act": pgettext_lazy("history", "Decision recorded"),
    "correct_act": pgettext_lazy("history", "Decision corrected"),
    "withdraw_act": _("Record of decision withdrawn"),
    "change_version": _("Version details corrected"),
    "mark_variant": _("Version marked as a variant"),
    "propose_version": pgettext_lazy("history", "Version proposed"),
    "adopt_version": pgettext_lazy("history", "Version adopted"),
    "bring_version_into_force": _("Version brought into force"),
    "supersede_version": pgettext_lazy("history", "Version superseded"),
    "mark_version_not_adopted": _("Version not adopted"),
    "repropose_version": _("Version proposed again"),
    "match_provision": _("Provision matched with another"),
    "realign_provision": _("Wording in one language moved to another provision"),
    "create_series": pgettext_lazy("history", "Series created"),
    "change_series": pgettext_lazy("history", "Series changed"),
    "set_series": _("Text added to a series"),
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
