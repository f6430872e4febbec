"""Notices: what was done, told to those who follow it, in their language and at their hour."""
