"""Reading one file in a process of its own: plain Python, without the site."""

from __future__ import annotations

from pathlib import Path

from majlis.textkit.errors import TextError
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn


def read_file(path: str, language: str) -> tuple[str, str]:
    """The text of a file as an import keeps it, and why it cannot be read; one of them is empty."""
    try:
        data = Path(path).read_bytes()
        text = read_bytes(data, language=language or None, name=Path(path).name)
        return write_akn(text).decode("utf-8"), ""
    except TextError as error:
        return "", str(error)
    except OSError as error:
        return (
            "",
            f"The file cannot be opened: {error.strerror or error}. Check the name and the rights.",
        )
