"""Organizations and their registration, focal points, delegations, bodies, offices.

Floor 1: it imports from kernel and look only.
"""
