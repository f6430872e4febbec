"""Tasks of the worker: compare the editions of a series."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from majlis.instruments.models import Series
from majlis.instruments.series import queries
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.queues import Queue
from majlis.kernel.work import background_task


@background_task(
    _("Comparison of versions"),
    queue=Queue.HEAVY,
    about="instruments.series",
    tasks=ngettext_lazy(
        "%(done)s of %(total)s series compared", "%(done)s of %(total)s series compared", "n"
    ),
)
def compare_series(series: int) -> None:
    """Compare each edition of a series with the one before, in every common language."""
    row = Series.objects.filter(pk=series).first()
    if row is None:
        return
    versions = queries.versions_of(AnonymousUser(), row)
    for language in LANGUAGE_CODES:
        if any(
            language_version.language == language
            for each in versions
            for language_version in each.languages.all()
        ):
            queries.editions(versions, language, make=True)
