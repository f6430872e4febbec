"""What the pages of all rooms are made of: lists, actions and details, declared.

The kit knows no room. What ``commons`` adds to pages (drafts) it registers with ``kit.hooks`` when the
site starts.
"""
