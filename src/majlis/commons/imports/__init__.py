"""Imports: tables from files become records, with a preview that shows the errors of each row."""
