"""Import of the documents of past meetings."""
