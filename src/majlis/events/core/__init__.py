"""What all subjects of the room read: visibility of meetings, times in zones, names."""
