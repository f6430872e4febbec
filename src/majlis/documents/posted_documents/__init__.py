"""Posted documents: lists of documents, the page of a document, its files and changes, where it was considered."""
