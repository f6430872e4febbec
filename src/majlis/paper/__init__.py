"""How anything is printed, once for all rooms: typed blocks to HTML, Word and tagged PDF in six languages.

A room makes a :class:`majlis.paper.blocks.Document` and hands it to a writer of
:mod:`majlis.paper.write`. Plain Python: no Django, no database, no network. Fonts of the system are used only
if a package of fonts is missing.
"""
