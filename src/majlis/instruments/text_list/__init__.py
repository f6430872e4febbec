"""The list of texts: filters, rows and downloads."""
