"""What every page is made of: the style sheet, the base page, the parts, the formats."""
