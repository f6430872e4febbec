"""Profiles: a folder of data each, with all that belongs to one process and to no other.

Only data stands here (tables and one ``profile.toml`` a folder); ``majlis.framework.profile`` reads it.
"""
