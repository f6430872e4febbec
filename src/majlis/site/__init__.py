"""The site as a whole: configuration, database cluster, processes and their supervisor.

Modules that start or describe the site (``configuration``, ``postgres``, ``supervisor``) do not import
Django, because they must work before the database exists, and if it fails.
"""
