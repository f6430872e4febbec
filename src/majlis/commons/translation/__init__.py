"""The translation queue: what has no words yet in a language, or words that lag behind, in all rooms."""
