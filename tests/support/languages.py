"""In which languages a page of one room is looked at.

tests/pages looks at each kind of page in all six. What a room adds about its own pages is the same in each language, so
two are enough: one from right to left, one whose words have no letters of ours, so that a forgotten word shows.
"""

TWO_SCRIPTS = ("ar", "zh")
