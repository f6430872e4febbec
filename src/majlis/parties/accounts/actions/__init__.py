"""The verbs of accounts: one file for each kind of thing that they change."""
