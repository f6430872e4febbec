"""Leads, contributors, and the lifecycle of a mandate."""
