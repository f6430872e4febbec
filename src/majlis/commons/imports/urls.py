"""URLs of imports."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from majlis.commons.imports import views

app_name = "imports"
urlpatterns = [
    path("", login_required(views.ImportList.as_view()), name="list"),
    path("upload/", login_required(views.UploadTable.as_view()), name="upload_table"),
    path("<int:key>/", login_required(views.BatchDetail.as_view()), name="batch"),
    path("<int:key>/columns/", login_required(views.MapColumns.as_view()), name="columns"),
    path("<int:key>/start/", login_required(views.StartImport.as_view()), name="start"),
    path("<int:key>/cancel/", login_required(views.CancelImport.as_view()), name="cancel"),
]
