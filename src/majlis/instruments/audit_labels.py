"""Labels of the audit values of the room, for histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.instruments.citations.links import provision_links, version_links
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import ActKind, Destination, Manner, Tag
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.series.forms import PERIOD_CHOICES
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels

KIND = pgettext_lazy("history", "Kind")

register_audit_labels(
    "instruments",
    {
        "abstaining": AuditLabel(pgettext_lazy("history", "Abstaining")),
        "act": HIDDEN,
        "against": AuditLabel(pgettext_lazy("history", "Against")),
        "authentic": AuditLabel(pgettext_lazy("history", "Authentic language")),
        "became": AuditLabel(pgettext_lazy("history", "Text held in Majlis"), Shown.RECORD),
        "body_words": AuditLabel(pgettext_lazy("history", "Name of the body in the text")),
        "by": AuditLabel(pgettext_lazy("history", "Superseded by"), Shown.RECORD),
        "citations": HIDDEN,
        "fault": AuditLabel(pgettext_lazy("history", "Error")),
        "former": AuditLabel(pgettext_lazy("history", "Publication of the previous version")),
        "former_label": AuditLabel(pgettext_lazy("history", "Label of the previous version")),
        "found": AuditLabel(
            pgettext_lazy("history", "Method of detection"), choices=Tag.Found.choices
        ),
        "in_exchange": HIDDEN,
        "in_favour": AuditLabel(pgettext_lazy("history", "In favour")),
        "instrument": HIDDEN,
        "item_period": AuditLabel(
            gettext_lazy("Frequency of the agenda item"), choices=PERIOD_CHOICES
        ),
        "kept": HIDDEN,
        "kind": AuditLabel(KIND, choices=InstrumentKind.choices),
        "lineage": HIDDEN,
        "manner": AuditLabel(
            pgettext_lazy("history", "Manner of adoption"), choices=Manner.choices
        ),
        "meeting": AuditLabel(pgettext_lazy("history", "Meeting")),
        "op": HIDDEN,
        "other": HIDDEN,
        "provision": AuditLabel(pgettext_lazy("history", "Provision"), links=provision_links),
        "published_as": AuditLabel(
            pgettext_lazy("history", "Published as"), choices=Destination.As.choices
        ),
        "reconstructed_from": AuditLabel(
            pgettext_lazy("history", "Reconstructed from"), Shown.RECORD, links=version_links
        ),
        "record": AuditLabel(pgettext_lazy("history", "Document"), Shown.RECORD),
        "report_period": AuditLabel(gettext_lazy("Frequency of reporting"), choices=PERIOD_CHOICES),
        "root": HIDDEN,
        "series": AuditLabel(pgettext_lazy("history", "Series"), Shown.RECORD),
        "target": AuditLabel(
            pgettext_lazy("history", "Text to which the file belongs"), Shown.RECORD
        ),
        "text_period": AuditLabel(gettext_lazy("Frequency of adoption"), choices=PERIOD_CHOICES),
        "titles": AuditLabel(pgettext_lazy("history", "Title")),
        "undone": HIDDEN,
        "value": AuditLabel(pgettext_lazy("history", "Correction")),
        "variant_of": AuditLabel(
            pgettext_lazy("history", "Variant of"), Shown.RECORD, links=version_links
        ),
        "version": HIDDEN,
        "versions": HIDDEN,
        "with": HIDDEN,
        "words": AuditLabel(pgettext_lazy("history", "Wording")),
    },
)
register_audit_labels("instruments.version", {"kind": AuditLabel(KIND, choices=ActKind.choices)})
register_audit_labels(
    "instruments.set_destination",
    {"state": AuditLabel(pgettext_lazy("history", "Status"), choices=VERSION.choices)},
)
