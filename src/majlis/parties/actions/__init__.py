"""The verbs of organizations, bodies and offices: one file for each kind of thing that they change."""
