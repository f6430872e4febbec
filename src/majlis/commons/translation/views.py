"""Pages of the translation queue."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.translation import actions, forms, queries
from majlis.commons.translation.actions import QueueItem
from majlis.commons.translation.extension_points import queue_pages
from majlis.commons.translation.forms import conflict_message
from majlis.commons.translation.lifecycle import JOB
from majlis.commons.translation.models import DueDate, Job, Pair
from majlis.commons.translation.queries import WaitingWording
from majlis.commons.translation.rules import language_pairs_of, may_translate
from majlis.commons.translation.tables import QUEUE_COLUMNS
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Reader, Record, User
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionPage, ButtonAction, CreateAction, action_links
from majlis.kit.columns import Column
from majlis.kit.filters import ListFilters
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.kit.sent_form import add_fault
from majlis.look import parts
from majlis.look.forms import Form

QUEUE = (pgettext_lazy("page", "Translation"), "translation:queue")
TRANSLATORS = (_("Translators and revisers"), "translation:translators")
STEPS = {state: JOB.states[state] for state in ("taken", "submitted", "revising", "accepted")}


class Queue(ListPage[WaitingWording, WaitingWording]):
    """The wordings that wait for translation into one language."""

    template_name = "translation/queue.html"
    title = _("Texts awaiting translation")
    lead = _("Texts without a translation or with an outdated translation.")
    permission = "translation.read_queue"
    columns = QUEUE_COLUMNS
    filter_form = forms.QueueFilter
    file_name = "translation"
    empty = _("No texts visible to you await translation into this language.")

    @override
    def get_filter_form(self) -> ListFilters:
        query = self.request.GET.copy()
        if query.get("into") not in LANGUAGES_BY_CODE:
            pairs = language_pairs_of(self.reader)
            query["into"] = pairs[0].target if pairs else self.language
        return self.filter_form(query)

    @override
    def get_queryset(self) -> QuerySet[WaitingWording]:
        lookups = {"state": "target_status", "kind": "record__kind", "q": "text__icontains"}
        rows = queries.waiting_wordings(self.reader, self.filters["into"])
        return rows.filter(
            **{lookup: self.filters[name] for name, lookup in lookups.items() if self.filters[name]}
        )

    @override
    def get_file_name(self) -> str:
        return f"{self.file_name}-{self.filters['into']}"

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of texts to translate", "%(n)s text", "%(n)s texts", total)

    @override
    def list_context(self, queryset: QuerySet[WaitingWording]) -> dict[str, Any]:
        return {
            **super().list_context(queryset),
            "into": LANGUAGES_BY_CODE.get(self.filters["into"]),
            "jobs": queries.open_jobs_of(self.reader).order_by("-changed_at")[:20],
            "links": queue_pages(),
        }


class QueueItemPage(Page):
    """An item of the queue: the original, the current translation, and the button to start."""

    template_name = "translation/queue_item.html"
    title = _("Text to be translated")
    parents = (QUEUE,)
    permission = "translation.read_queue"

    @override
    def get_context_data(self) -> dict[str, Any]:
        item = item_or_404(self.reader, **self.kwargs)
        due_date = {"translation:set_due_date": SetDueDate}
        return {
            **super().get_context_data(),
            "record": item.record,
            "original": actions.find_wording(item.record, item.field, item.source),
            "there": actions.find_wording(item.record, item.field, item.target),
            "source": LANGUAGES_BY_CODE[item.source],
            "target": LANGUAGES_BY_CODE[item.target],
            "take": reverse("translation:take_job", kwargs=self.kwargs)
            if TakeJob.is_offered(self.actor, item)
            else "",
            "action_links": action_links(due_date, self.actor, item, self.kwargs),
        }


def item_or_404(reader: Reader, record: int, field: str, source: str, target: str) -> QueueItem:
    """An item of the queue whose record the reader may see and whose original has a text. Raises Http404."""
    visible = Record.objects.visible_to(reader).with_wordings()
    original = {"wordings__field": field, "wordings__language": source, "wordings__text__gt": ""}
    if target not in LANGUAGES_BY_CODE:
        raise Http404
    return QueueItem(get_object_or_404(visible, pk=record, **original), field, source, target)


class QueueItemAction(ActionPage[QueueItem]):
    """An action on an item of the queue."""

    parents = (QUEUE,)

    @override
    def get_target(self) -> QueueItem:
        return item_or_404(self.reader, **self.kwargs)

    @override
    def get_lead(self) -> str:
        return str(self.target.record)

    @override
    def get_cancel_url(self) -> str:
        return reverse("translation:queue_item", kwargs=self.kwargs)


class TakeJob(ButtonAction[QueueItem], QueueItemAction):
    """Start the translation of an item."""

    verb = actions.take_job
    title = _("Translate this text")
    done = ""

    @override
    def get_success_url(self, result: Job) -> str:
        return reverse("translation:job", args=[result.pk])


class SetDueDate(QueueItemAction):
    """Set or delete the due date of a translation."""

    verb = actions.set_due_date
    form_class = forms.DueForm
    title = _("Set due date")
    done = _("Due date saved.")

    @override
    def get_draft_target(self) -> str:
        item = self.target
        return f"{item.record.pk}.{item.field}.{item.target}"

    @override
    def get_initial(self) -> dict[str, Any]:
        item = self.target
        dates = DueDate.objects.filter(record=item.record, field=item.field, target=item.target)
        return {"on": dates.values_list("on", flat=True).first()}

    @override
    def do(self, data: dict[str, Any]) -> None:
        item = self.target
        actions.set_due_date(
            self.actor, item.record, field=item.field, target=item.target, on=data["on"]
        )


def visible_job(request: HttpRequest, key: int) -> Job:
    """A job on a record that the reader may see. Raises PermissionDenied and Http404."""
    if not may_translate.test(request.user):
        raise PermissionDenied
    return get_object_or_404(
        Job.objects.filter(record__in=Record.objects.visible_to(request.user)).select_related(
            "record", "translator", "reviser"
        ),
        pk=key,
    )


@login_required
def job(request: HttpRequest, key: int) -> HttpResponse:
    """A translation job: original and translation side by side, with memory matches and terms."""
    translation_job = visible_job(request, key)
    actor = Actor.of(request)
    form = forms.TranslationForm(
        request.POST if "text" in request.POST else None,
        initial={"text": translation_job.text, "seen": translation_job.changed_at.isoformat()},
        language=translation_job.target,
    )
    remark_form = forms.RemarkForm(request.POST if "send_back" in request.POST else None)
    free_form = forms.FreeForm(request.POST if "free" in request.POST else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and not form.errors:
        response = perform_action(request, actor, translation_job, form, remark_form, free_form)
        if isinstance(response, HttpResponse):
            return response
        status = response
    original = actions.find_wording(
        translation_job.record, translation_job.field, translation_job.source
    )
    text = (translation_job.source_text, translation_job.source, translation_job.target)
    return render(
        request,
        "translation/job.html",
        {
            "job": translation_job,
            "record": translation_job.record,
            "form": form,
            "remark": remark_form,
            "free": free_form,
            "late": status in (WrongState.status, Refused.status),
            "source": LANGUAGES_BY_CODE[translation_job.source],
            "target": LANGUAGES_BY_CODE[translation_job.target],
            "changed": original is not None
            and original.text != translation_job.source_text
            and original.text,
            "steps": parts.steps_to(STEPS, translation_job.state),
            "offers": queries.memory_matches(request.user, *text),
            "terms": queries.glossary_terms(*text),
            "may_write": translation_job.state == "taken"
            and may(actor, "translation.submit_job", translation_job),
            "may_revise": translation_job.state in ("submitted", "revising")
            and may(actor, "translation.accept_job", translation_job),
            "may_withdraw": translation_job.state == "submitted"
            and may(actor, "translation.withdraw_job", translation_job),
            "may_release": may(actor, "translation.release_job", translation_job),
            "may_free": translation_job.holder_id not in (None, request.user.pk)
            and may(actor, "translation.free_job", translation_job),
        },
        status=status,
    )


def perform_action(
    request: HttpRequest,
    actor: Actor,
    translation_job: Job,
    form: forms.TranslationForm,
    remark_form: forms.RemarkForm,
    free_form: forms.FreeForm,
) -> HttpResponse | int:
    """Do the action of the button pressed; return a redirect, or a status if the form must be shown again.

    If another person has changed the job, the text typed stays in the form.
    """
    posted = request.POST
    content: dict[str, Any] = (
        {name: form.cleaned_data[name] for name in ("text", "seen")} if form.is_bound else {}
    )
    response = redirect("translation:job", translation_job.pk)
    try:
        if "withdraw" in posted:
            actions.withdraw_job(actor, translation_job)
            message = gettext("Translation withdrawn from revision. You can continue translating.")
        elif "free" in posted and free_form.is_valid():
            actions.free_job(actor, translation_job, reason=free_form.cleaned_data["reason"])
            message = gettext("Assignment withdrawn. The person assigned has been notified.")
        elif "release" in posted:
            actions.release_job(actor, translation_job, **content)
            message = gettext("Translation returned to the queue. Your text was saved.")
            response = redirect("translation:queue")
        elif not content:
            return InvalidInput.status
        elif "save" in posted:
            actions.save_job(actor, translation_job, **content)
            message = gettext("Translation saved. Readers cannot view it yet.")
        elif "submit" in posted:
            actions.submit_job(actor, translation_job, **content)
            message = gettext("Translation submitted for revision.")
        elif "revise" in posted:
            actions.revise_job(actor, translation_job, **content)
            message = gettext("Translation saved. Readers cannot view it yet.")
        elif "accept" in posted:
            actions.accept_job(actor, translation_job, **content)
            message = gettext("Translation accepted. It is now visible to readers.")
            response = redirect("translation:queue")
        elif "send_back" in posted and remark_form.is_valid():
            actions.send_back_job(
                actor, translation_job, remark=remark_form.cleaned_data["remark"], **content
            )
            message = gettext("Translation returned to the translator.")
            response = redirect("translation:queue")
        else:
            return InvalidInput.status
    except InvalidInput as error:
        translation_job.refresh_from_db()
        forms_by_field: dict[str, Form] = {"remark": remark_form, "reason": free_form}
        return add_fault(
            next((forms_by_field[each] for each in error.faults if each in forms_by_field), form),
            error,
        )
    except (WrongState, Refused) as conflict:
        translation_job.refresh_from_db()
        if form.is_bound:
            form.add_error(None, conflict_message(conflict, translation_job, actor))
            form.show_again_as_of(translation_job.changed_at)
            return conflict.status
        if isinstance(conflict, Refused):
            raise
        messages.error(request, str(conflict))
    else:
        messages.success(request, message)
    return response


class SetPair(CreateAction):
    """Assign a language pair to a person."""

    verb = actions.set_pair
    form_class = forms.PairForm
    title = _("Assign language pair")
    done = _("Language pair assigned.")
    parents = (QUEUE, TRANSLATORS)

    @override
    def do(self, data: dict[str, Any]) -> Pair:
        user = User.objects.filter(email__iexact=data.pop("email"), is_active=True).first()
        if user is None:
            raise InvalidInput(
                {"email": _("No account has this address. Ask the person to register first.")}
            )
        return actions.set_pair(self.actor, user, **data)


class EndPair(ButtonAction[Pair]):
    """End a language pair."""

    verb = actions.end_pair
    title = _("Withdraw language pair")
    done = pgettext_lazy("message after an action", "Language pair withdrawn.")

    @override
    def get_target(self) -> Pair:
        return get_object_or_404(Pair.objects.select_related("user"), pk=self.kwargs["key"])

    @override
    def get_cancel_url(self) -> str:
        return reverse("translation:translators")


class Translators(ListPage[Pair, Pair]):
    """The valid language pairs."""

    template_name = "translation/translators.html"
    title = TRANSLATORS[0]
    lead = _(
        "A translator translates from one language into another; a reviser accepts "
        "translations by others."
    )
    parents = (QUEUE,)
    permission = "translation.set_pair"
    paginate_by = 100
    columns = (
        Column("name", pgettext_lazy("person", "Name"), value=lambda pair: str(pair.user)),
        Column("role", pgettext_lazy("role", "Role"), value=lambda pair: pair.get_role_display()),
        Column(
            "from", pgettext_lazy("translation", "Source language"), value=lambda pair: pair.source
        ),
        Column(
            "into", pgettext_lazy("translation", "Target language"), value=lambda pair: pair.target
        ),
    )
    actions: ClassVar = {"translation:set_pair": SetPair}
    file_name = "translators"
    empty = _("No translators yet. Assign a language pair below.")
    counted = False

    @override
    def get_queryset(self) -> QuerySet[Pair]:
        pairs = Pair.objects.filter(until__isnull=True).select_related("user")
        return pairs.order_by("source", "target", "role", "pk")
