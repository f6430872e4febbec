"""Applications that all rooms share: notices, drafts, moderation, comments, remarks, imports, search, translation.

Floor 2. Each part is a Django application of its own. A part imports only from the parts below it;
an import-linter contract checks the order.
"""
