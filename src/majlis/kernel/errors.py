"""Errors that verbs raise, with a message for the reader: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

StrOrPromise = str | Promise


class Fault(Exception):
    """A request that cannot be carried out.

    ``what`` says what is wrong, ``mend`` how to go on; both are translated sentences.
    """

    status = 400

    def __init__(self, what: StrOrPromise, mend: StrOrPromise = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.what} {self.mend}".strip()


class Refused(Fault, PermissionDenied):
    """The rule of a verb does not allow it to this actor (HTTP 403)."""

    status = 403

    def __init__(self, what: StrOrPromise = "", mend: StrOrPromise = "") -> None:
        super().__init__(
            what or _("No permission for this action"),
            mend or _("Sign in with an account that has permission, or contact the secretariat."),
        )


class WrongState(Fault):
    """The verb is not possible in the current state of its target (HTTP 409)."""

    status = 409

    def __init__(self, what: StrOrPromise = "", mend: StrOrPromise = "") -> None:
        super().__init__(
            what
            or _("The record has changed since you opened it. This step is no longer possible."),
            mend or _("No change was made. Open the record again to view its status."),
        )


class InvalidInput(Fault):
    """Invalid arguments of a verb: field name -> message, ``""`` for the whole form (HTTP 422)."""

    status = 422

    def __init__(self, faults: Mapping[str, StrOrPromise]) -> None:
        super().__init__(" ".join(str(words) for words in faults.values()))
        self.faults = dict(faults)


class FileUnavailable(Fault):
    """A stored file is not on the disk of this server (HTTP 503)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("This file is not available at the moment."),
            _("Try again later. If the problem continues, inform the secretariat."),
        )
