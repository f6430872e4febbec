"""The form of a comment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from majlis.commons.comments.actions import MAX_LENGTH
from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES


class CommentForm(Form):
    """The text of a comment and its language."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "dir": "auto"}),
        help_text=_(
            "Plain words. A line that begins with “- ” makes a list, “> ” a quotation; *stars* "
            "stress a word; [words](https://example.org) make a link."
        ),
    )
    language = forms.ChoiceField(label=_("Language in which it is written"), choices=LANGUAGE_NAMES)
