"""The style sheet: one file per cascade layer in `layers/`, joined into the file that pages load.

`python -m majlis.look.stylesheet` writes `static/look/look.css`; a test fails if it is out of date.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
LAYERS = HERE / "layers"
STYLESHEET = HERE / "static" / "look" / "look.css"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def layer_files() -> list[Path]:
    """The files of the layers in the order of their names, lowest precedence first."""
    return sorted(LAYERS.glob("*.css"))


def joined_css() -> str:
    """The joined style sheet without comments and indentation."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in layer_files())
    lines = (line.strip() for line in COMMENT.sub("", source).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    """Write the joined style sheet."""
    STYLESHEET.write_text(joined_css(), encoding="utf-8")


if __name__ == "__main__":
    main()
