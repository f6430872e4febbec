"""What all subjects of the room use: identifiers, subqueries, visibility, editing."""
