"""The base of the pages with an action on an organization."""

from __future__ import annotations

from typing import override

from django.shortcuts import get_object_or_404

from majlis.kernel.models import Reader
from majlis.kit.action_page import ActionPage
from majlis.parties.models import Organisation


def organisation_or_404(reader: Reader, number: int) -> Organisation:
    """The organization of that number, if the reader may see it. Raises Http404."""
    organisations = Organisation.objects.visible_to(reader).with_wordings()
    organisation: Organisation = get_object_or_404(organisations, number=number)
    return organisation


class OrganisationAction(ActionPage[Organisation]):
    """An action on an organization."""

    @override
    def get_target(self) -> Organisation:
        return organisation_or_404(self.reader, self.kwargs["number"])
