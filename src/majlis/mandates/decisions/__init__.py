"""Decisions of a body on a document: recorded once, for the item, the texts and the deliverables."""
