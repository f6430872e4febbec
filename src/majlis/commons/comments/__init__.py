"""Comments on records: in the writer's language, moderated, with all earlier versions."""
