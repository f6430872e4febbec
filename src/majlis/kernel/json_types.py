"""The type of values that JSON holds."""

type JSON = str | int | float | bool | None | list[JSON] | dict[str, JSON]
