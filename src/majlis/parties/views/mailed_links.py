"""What the pages of mailed links share: whose link it is, and the page for one that no longer works."""

from __future__ import annotations

from typing import Any, override

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from majlis.kit.page import Page
from majlis.parties import mail
from majlis.parties.appointments import LinkTarget
from majlis.parties.models import LinkSubject


class MailedLinkPage[T: LinkSubject](Page):
    """A page with a mailed link among its addresses. GET changes nothing, because mail programs prefetch links."""

    link_target: LinkTarget[T]

    def get_link_kind(self) -> str:
        """The kind of link, as in ``mail.make_token``. Raises Http404."""
        raise NotImplementedError

    def get_link_objects(self) -> QuerySet[T]:
        """The objects about which such links are mailed."""
        raise NotImplementedError

    def find_link_target(self) -> LinkTarget[T] | None:
        """The object of the link, with the secret of the link; None if the link is expired or forged."""
        payload = mail.read_token(self.kwargs["token"], self.get_link_kind())
        item = self.get_link_objects().filter(pk=payload[0]).first() if payload else None
        target = LinkTarget(item, payload[1]) if item is not None and payload else None
        return target if target is not None and target.holds else None

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "token" in kwargs:
            target = self.find_link_target()
            if target is None:
                return render(request, "parties/expired_link.html", status=404)
            self.link_target = target
        return super().dispatch(request, *args, **kwargs)
