"""What all subjects of the room read: symbols, visibility, rules of a body."""
