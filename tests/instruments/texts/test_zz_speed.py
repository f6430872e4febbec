import time, pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.instruments import parsed_texts
from majlis.instruments.citations.names import comparison_url
from majlis.textkit.model import Provision as Found, Run, Text
from tests.support.people import person
pytestmark = pytest.mark.django_db
W="Requests the Keeper of harbour {n} to report on the funding of lamp {n}, noting the trust fund of the islands and the conclusions of the conference on the tides, their lights and their ferries, in the six languages of the community;"
def text(change=0):
    heads=[]
    for h in range(60):
        heads.append(Found(f"h{h}","heading",(Run(f"instructs officer {h} of the harbour"),),children=tuple(
            Found(f"h{h}__{n}","operative",(Run(W.format(n=h*20+n)+(" changed" if change and n==3 and h%3==0 else "")),),label=f"{n}.",number=str(n)) for n in range(1,20))))
    return Text(provisions=tuple(heads),language="en",kind="resolution",symbol="A/RES/70/9",title="Of lamps")
def test_speed():
    v=parsed_texts.first_version(text(),date="2030")
    v2=parsed_texts.next_version(v,text(1),date="2031")
    c=Client(); c.force_login(person("secretariat"))
    u=v2.get_absolute_url()
    for q in ("","?part=2","?part=all","?find=funding","?find=funding+ferries","?at=h50__3"):
        c.get(u+q)
        t=[]
        for _ in range(5):
            s=time.perf_counter(); r=c.get(u+q); t.append(time.perf_counter()-s)
        with CaptureQueriesContext(connection) as a: c.get(u+q)
        print(q, round(min(t)*1000), "ms", len(a), "queries", len(r.content))
    u=comparison_url(v,v2)
    for q in ("","?only=none","?only=none&part=all"):
        c.get(u+q)
        t=[]
        for _ in range(5):
            s=time.perf_counter(); r=c.get(u+q); t.append(time.perf_counter()-s)
        with CaptureQueriesContext(connection) as a: c.get(u+q)
        print("compare", q, round(min(t)*1000), "ms", len(a), "queries", len(r.content))
    assert 0
