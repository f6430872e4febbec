"""Imports: a table of somebody else's becomes records, with a preview that names every fault."""
