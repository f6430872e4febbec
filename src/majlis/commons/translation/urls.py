"""URLs of the translation queue."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from majlis.commons.translation import views

app_name = "translation"
ITEM = "queue/<int:record>/<slug:field>/<str:source>/<str:target>/"
urlpatterns = [
    path("", login_required(views.Queue.as_view()), name="queue"),
    path(ITEM, login_required(views.QueueItemPage.as_view()), name="queue_item"),
    path(f"{ITEM}take/", login_required(views.TakeJob.as_view()), name="take_job"),
    path(f"{ITEM}due/", login_required(views.SetDueDate.as_view()), name="set_due_date"),
    path("jobs/<int:key>/", views.job, name="job"),
    path("translators/", login_required(views.Translators.as_view()), name="translators"),
    path("translators/give/", login_required(views.SetPair.as_view()), name="set_pair"),
    path("translators/<int:key>/end/", login_required(views.EndPair.as_view()), name="end_pair"),
]
