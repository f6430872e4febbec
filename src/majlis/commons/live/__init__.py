"""Live pages: state of a record pushed to its followers by server-sent events."""
