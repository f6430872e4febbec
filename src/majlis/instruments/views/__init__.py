"""Pages of the room, one subject a file. A view reads what was asked, calls a query or a verb, and shows."""
