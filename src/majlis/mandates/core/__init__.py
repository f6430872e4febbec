"""Queries, status columns, forms and tables that all subjects of the register share."""
