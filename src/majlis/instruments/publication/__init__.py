"""Publication of texts as instruments, versions and languages."""
