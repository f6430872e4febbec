"""Every kind of page, in every language: counted, so that none drops out."""
