"""The answers of an applicant about an organization, and their validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.names import NAME_FAULT, is_valid_name
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.models import ParticipationForm
from majlis.parties.process import process_rules


@dataclass(frozen=True)
class RegistrationAnswers:
    """The answers: ``names`` by language; ``authentic`` is the language of the original name.

    ``files``: SHA-256 and name of each file, stored before by ``upload_evidence``.
    """

    names: Mapping[str, str]
    authentic: str
    kind: str
    form: str = ParticipationForm.ORGANISATION
    area: str = ""
    website: str = ""
    short_name: str = ""
    languages: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    evidence_note: str = ""
    applicant_name: str = ""
    function: str = ""
    email: str = ""
    language: str = "en"

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """The wordings of the record: the names, and the short name in the original language."""
        names = {
            code: self.names[code].strip()
            for code in LANGUAGE_CODES
            if self.names.get(code, "").strip()
        }
        short = {self.authentic: self.short_name.strip()} if self.short_name.strip() else {}
        return {"title": names, "short_name": short}

    def faults(self) -> dict[str, StrOrPromise]:
        """Errors: field -> message; empty if the answers are valid."""
        errors: dict[str, StrOrPromise] = {}
        if self.authentic not in LANGUAGE_CODES or not self.names.get(self.authentic, "").strip():
            errors["name"] = _("Enter the name in the selected language.")
        if self.kind not in stakeholder_kinds.kinds_table():
            errors["kind"] = _("Select a kind of organization.")
        if not areas.is_known_area(self.area):
            errors["area"] = _("Select a country or area from the list.")
        if self.form == ParticipationForm.INDIVIDUAL and not process_rules().individuals_allowed:
            errors["form"] = _(
                "This process is open to organizations only. Select another form of participation."
            )
        if not self.files:
            errors["file"] = _("Select a file as evidence.")
        if not self.applicant_name.strip():
            errors["applicant_name"] = _("Enter your name.")
        elif not is_valid_name(self.applicant_name.strip()):
            errors["applicant_name"] = NAME_FAULT
        names = [text for texts in self.words.values() for text in texts.values()]
        if not all(map(is_valid_name, names)):
            errors["name"] = NAME_FAULT
        try:
            validate_email(self.email)
        except ValidationError:
            errors["email"] = _("Invalid email address. Enter an address such as name@example.org.")
        return errors
