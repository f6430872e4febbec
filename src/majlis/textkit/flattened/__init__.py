"""Texts into which tracked changes were flattened: old and new wording side by side, without marks.

``detect_flattened`` says whether a text is one, ``decode_numbers`` reads the numbers of one list, and
``decode`` gives the text with its changes marked again, each as inferred and with its reason.
"""

from __future__ import annotations

from majlis.textkit.flattened.decoding import decode
from majlis.textkit.flattened.numbers import Reading, decode_numbers
from majlis.textkit.flattened.signs import detect_flattened

__all__ = ["Reading", "decode", "decode_numbers", "detect_flattened"]
