"""The page of open data names addresses that work without an account."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from majlis.kernel.downloads import FORMATS
from majlis.portal import open_data
from tests.mandates import factories

pytestmark = pytest.mark.django_db


def test_each_address_of_the_page_gives_data_to_everybody() -> None:
    factories.mandate()
    client = Client()
    page = client.get("/en/open-data/").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    addresses = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"#]+)"', main)]
    assert len(addresses) > len(open_data.LISTS) * (1 + len(FORMATS))
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "download=" in address:
            kind = address.rpartition("=")[2]
            assert {"csv": "csv", "xlsx": "sheet", "json": "json"}[kind] in answer["Content-Type"]
    assert "There is no query API yet." in page


def test_the_footer_and_the_help_lead_to_it() -> None:
    for path in ("/en/", "/ar/help/"):
        assert "/open-data/" in Client().get(path).content.decode()
