"""Drafts: saves the content of forms before they are sent, and compares two versions of one form."""
