"""Deliverables of mandates: their schedule, steps, submissions and overdue notices."""
