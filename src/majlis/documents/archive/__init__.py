"""The whole meeting as a ZIP of pages and as one PDF."""
