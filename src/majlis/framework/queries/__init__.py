"""Queries on schemes and matrices for pages, downloads and other rooms."""
