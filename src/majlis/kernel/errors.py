"""What can be refused, and in which words: what happened, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

StrOrPromise = str | Promise


class Fault(Exception):
    """Something a person asked for cannot be done.

    ``what`` happened, ``set_error_messages`` how to go on; both are sentences of the catalogues.
    """

    status = 400

    def __init__(self, what: StrOrPromise, mend: StrOrPromise = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.what} {self.mend}".strip()


class Refused(Fault, PermissionDenied):
    """The rule of a verb does not allow this person to do it."""

    status = 403

    def __init__(self, what: StrOrPromise = "", mend: StrOrPromise = "") -> None:
        super().__init__(
            what or _("You may not do this."),
            mend or _("Sign in with an account that may, or ask the secretariat."),
        )


class WrongState(Fault):
    """The thing has moved on: the verb is not possible from the state in which it is."""

    status = 409

    def __init__(self, what: StrOrPromise = "", mend: StrOrPromise = "") -> None:
        super().__init__(
            what or _("This has changed meanwhile, so the step is no longer possible."),
            mend or _("Open it again to see how it stands now. Nothing was changed."),
        )


class InvalidInput(Fault):
    """Something given to a verb is wrong: field name -> sentence (``""`` for the whole)."""

    status = 422

    def __init__(self, faults: Mapping[str, StrOrPromise]) -> None:
        super().__init__(" ".join(str(words) for words in faults.values()))
        self.faults = dict(faults)
