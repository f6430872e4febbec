"""A form that people without an account may send."""

from __future__ import annotations

from typing import Any, override

from majlis.kernel.proof_of_work import ProofOfWorkField
from majlis.look.forms import Form, Initial, Sent


class PublicForm(Form):
    """A form with a proof of work for people without an account.

    ``client``: the ``client_key`` of the request; empty for a person who has signed in, who needs no proof.
    """

    def __init__(self, *sent: Sent, client: str = "", initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if client:
            guard = ProofOfWorkField()
            guard.where = client
            self.fields["guard"] = guard

    @override
    def clean(self) -> dict[str, Any]:
        """The values without the proof."""
        self.cleaned_data.pop("guard", None)
        return self.cleaned_data
