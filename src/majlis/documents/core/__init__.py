"""What all subjects of the room read: rules of a body, symbols, visibility, sources, words of files."""
