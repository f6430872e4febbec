"""Addresses of the agenda: items of meetings, and what was presented at them."""

from __future__ import annotations

from django.urls import path

from majlis.events.agenda import views

ITEM = "meetings/<slug:slug>/items/<int:number>/"
MATERIAL = f"{ITEM}materials/<int:key>/"

urlpatterns = [
    path("meetings/<slug:slug>/items/add/", views.AddItem.as_view(), name="add_item"),
    path("meetings/<slug:slug>/items/copy/", views.CopyAgenda.as_view(), name="copy_agenda"),
    path("meetings/<slug:slug>/materials/", views.MaterialList.as_view(), name="materials"),
    path(ITEM, views.ItemDetail.as_view(), name="item"),
    path(f"{ITEM}change/", views.ChangeItem.as_view(), name="change_item"),
    path(f"{ITEM}move/", views.MoveItem.as_view(), name="move_item"),
    path(f"{ITEM}move/up/", views.MoveItemUp.as_view(), name="move_item_up"),
    path(f"{ITEM}move/down/", views.MoveItemDown.as_view(), name="move_item_down"),
    path(f"{ITEM}withdraw/", views.WithdrawItem.as_view(), name="withdraw_item"),
    path(f"{ITEM}restore/", views.RestoreItem.as_view(), name="restore_item"),
    path(f"{ITEM}outcome/", views.SetItemOutcome.as_view(), name="set_item_outcome"),
    path(f"{ITEM}materials/add/", views.AddMaterial.as_view(), name="add_material"),
    path(f"{MATERIAL}file/", views.material_file, name="material_file"),
    path(f"{MATERIAL}withdraw/", views.WithdrawMaterial.as_view(), name="withdraw_material"),
    path(f"{MATERIAL}restore/", views.RestoreMaterial.as_view(), name="restore_material"),
]
