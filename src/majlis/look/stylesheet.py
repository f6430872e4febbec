"""The style sheet: one file a layer in `layers/`, joined into the one that pages ask for.

`python -m majlis.look.stylesheet` writes `static/look/look.css`; a test says when it was forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
LAYERS = HERE / "layers"
STYLESHEET = HERE / "static" / "look" / "look.css"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def layer_files() -> list[Path]:
    """The files of the sheet, weakest layer first: their names carry their order."""
    return sorted(LAYERS.glob("*.css"))


def joined_css() -> str:
    """The whole sheet without comments and indentation, one rule or declaration a line."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in layer_files())
    lines = (line.strip() for line in COMMENT.sub("", source).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    """Write the sheet anew."""
    STYLESHEET.write_text(joined_css(), encoding="utf-8")


if __name__ == "__main__":
    main()
