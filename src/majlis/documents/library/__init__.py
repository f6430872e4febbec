"""The documents of a meeting and one document, with versions and languages."""
