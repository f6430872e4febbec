"""Conclusions, written at the items by several people."""
