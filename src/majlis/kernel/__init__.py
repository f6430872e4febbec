"""The kernel: languages, records and relations, access, audit, lifecycle, numbering, files.

Floor 0: imports no other package of Majlis. Every room configures what is built here once.
"""
