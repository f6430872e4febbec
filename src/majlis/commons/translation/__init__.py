"""The translation queue: wordings of all rooms that have no translation, or an outdated one."""
