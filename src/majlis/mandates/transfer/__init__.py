"""The register imported from a table."""
