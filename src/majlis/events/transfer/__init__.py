"""Import of past meetings of another system: meetings, agenda items and conclusions."""
