"""Who may do which verb of the room."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import keep_confidential, name_verbs

RULES = {
    "instruments.bring_in": is_secretariat,
    "instruments.read_import": is_secretariat,
    "instruments.refuse_import": is_secretariat,
    "instruments.correct": is_secretariat,
    "instruments.choose_language": is_secretariat,
    "instruments.undo": is_secretariat,
    "instruments.redo": is_secretariat,
    "instruments.destine": is_secretariat,
    "instruments.publish": is_secretariat,
    "instruments.set_import_aside": is_secretariat,
    "instruments.take_import_up_again": is_secretariat,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

name_verbs(
    {
        "instruments.bring_in": _("File brought in"),
        "instruments.read_import": _("File read"),
        "instruments.refuse_import": _("File that cannot be read"),
        "instruments.correct": _("Reading corrected"),
        "instruments.choose_language": _("Read in another language"),
        "instruments.undo": _("Correction undone"),
        "instruments.redo": _("Correction made again"),
        "instruments.destine": _("Decided what becomes of a text"),
        "instruments.publish": _("Text published"),
        "instruments.set_import_aside": _("Import set aside"),
        "instruments.take_import_up_again": _("Import taken up again"),
    }
)
keep_confidential("instruments.correct", "instruments.undo", "instruments.redo")
