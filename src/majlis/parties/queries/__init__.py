"""What the pages of the parties ask: nothing here changes anything."""
