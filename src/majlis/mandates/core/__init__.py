"""What all subjects of the room read."""
