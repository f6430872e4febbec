"""Remarks: readers report what is wrong or missing on a page; the secretariat answers in a public log."""
