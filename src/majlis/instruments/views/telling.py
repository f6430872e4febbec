"""What a verb refused, said on the form that asked for it."""

from __future__ import annotations

from majlis.kernel.errors import Fault, InvalidInput
from majlis.look.forms import Form


def tell(form: Form, fault: Fault) -> int:
    """Say on the form what was wrong, by field where it is known; the status of the answer."""
    if isinstance(fault, InvalidInput):
        for name, words in fault.faults.items():
            form.add_error(name if name in form.fields else None, str(words))
    else:
        form.add_error(None, str(fault))
    return fault.status
