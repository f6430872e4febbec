"""The verbs of the room, one subject a file."""
