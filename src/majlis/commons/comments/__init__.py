"""Comments on any record: in the writer's language, moderated, never lost without a trace."""
