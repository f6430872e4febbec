"""What every room shares for its people: drafts, notices, comments, moderation, translation, imports, search."""
