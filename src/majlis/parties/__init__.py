"""Parties: organizations and their registration, focal points, delegations, bodies, offices.

Floor 1: imports from the kernel and the look only.
"""
