"""Reading the file of an import: in the background for pages, at once for the command."""

from __future__ import annotations

from majlis.instruments import working
from majlis.instruments.actions import read_import, refuse_import
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.textkit.errors import TextError


def read(actor: Actor, imported: Import) -> Import:
    """Read what is in the file, or say why it cannot be read."""
    try:
        text = working.read_text(imported)
    except TextError as error:
        return refuse_import(actor, imported, fault=str(error))
    return read_import(actor, imported, text=text)
