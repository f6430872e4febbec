"""The kernel: languages, records and relations, access, audit, lifecycle, numbering, files.

Floor 0: it imports no other package of Majlis. Every room builds on it and configures it.
"""
