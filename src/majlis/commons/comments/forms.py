"""The form of a comment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.comments.actions import MAX_LENGTH
from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES


class CommentForm(Form):
    """The text of a comment and its language."""

    text = forms.CharField(
        label=pgettext_lazy("comment", "Comment"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "dir": "auto"}),
        help_text=_(
            "Formatting: “- ” list, “> ” quotation, *emphasis*, [text](https://example.org) link."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the comment"), choices=LANGUAGE_NAMES)
