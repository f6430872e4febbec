"""What every room shares for its people: each part is an application of its own, with its furniture.

Floor 2. Inside, a part imports only from those before it: guard, notices, drafts, moderation,
comments.
"""
