"""Who may do which verb of the remarks."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.remarks.models import Remark
from majlis.kernel.roles import anyone, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names


@rules.predicate
def sees_the_page(user: Any, remark: Any) -> bool:
    """A rule: a remark, and its page is something that the person may see."""
    return isinstance(remark, Remark) and (
        remark.record is None or remark.record.is_visible_to(user)
    )


answers = signed_in & is_moderator & sees_the_page

RULES = {
    "remarks.write": anyone,
    "remarks.release": answers,
    "remarks.answer": answers,
    "remarks.correct_answer": answers,
    "remarks.withhold": answers,
    # Done by the clock, never by a person.
    "remarks.empty": rules.always_deny,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Who said or answered something is nobody's business; what was said stands in the log.
mark_confidential(*RULES)

register_verb_names(
    {
        "remarks.write": _("Said to be wrong or incomplete"),
        "remarks.release": _("Text of a remark shown"),
        "remarks.answer": _("Remark answered"),
        "remarks.correct_answer": _("Answer to a remark corrected"),
        "remarks.withhold": _("Text of a remark withheld"),
        "remarks.empty": _("Personal data of a remark emptied"),
    }
)
