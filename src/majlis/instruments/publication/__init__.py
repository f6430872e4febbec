"""How texts become instruments, versions and languages."""
