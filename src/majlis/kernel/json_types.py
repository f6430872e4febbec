"""The type of what JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Mapping and Sequence rather than dict and list: a ``dict[str, str]`` is no ``dict[str, JSON]``.
type JSON = str | int | float | bool | None | Sequence[JSON] | Mapping[str, JSON]
