"""What is measured, each beside its floor."""

import http.client
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

import weasyprint
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships import pricing
from partnerships.models import Enrolment, EnrolmentChange, Terms
from tests.bench import floors, world
from tests.bench.timing import Pair, alternate, per_second
from tests.factories import world as make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CLIENTS = 4
SUBMISSIONS = 200


def quoting() -> Iterator[Pair]:
    """Quotes a second: both areas with extras and pre-analyses. Floor: adding up the same four lines as Decimals."""
    price_list = pricing.PriceList(
        products={
            "participation:school": Decimal(60_000),
            "participation:daycare": Decimal(60_000),
            "screening:school": Decimal(100_000),
            "screening:daycare": Decimal(100_000),
        },
        bundles=[
            pricing.Bundle(frozenset({"participation:school", "participation:daycare"}), Decimal(110_000)),
            pricing.Bundle(frozenset({"screening:school", "screening:daycare"}), Decimal(170_000)),
        ],
        included_participants=5,
        extra_participant=Decimal(9_995),
        vat_rate=Decimal("0.25"),
    )
    products, participants = list(price_list.products), {"school": 7, "daycare": 6}
    lines = [(1, Decimal(110_000)), (1, Decimal(170_000)), (2, Decimal(9_995)), (1, Decimal(9_995))]

    def ours() -> object:
        return pricing.quote(price_list, products=products, participants=participants)

    def floor() -> object:
        net = sum((quantity * price for quantity, price in lines), Decimal(0))
        return net, (net * Decimal("0.25")).quantize(Decimal("0.01"))

    yield Pair("quote", "4 products", per_second(ours, seconds=2), per_second(floor, seconds=2), "per second", "–")


def receipt_pdf() -> Iterator[Pair]:
    """The receipt as PDF. Floor: bare WeasyPrint of the same HTML."""
    from documents import kinds, rendering

    municipality = make.municipality()
    programme = make.programme("kvittering")
    coordinator = make.member(municipality, "bench@stevns.example")
    document = make.binding(municipality, programme, coordinator).changes.get().receipt
    html = rendering.to_html("documents/receipt.html", {"receipt": document.snapshot})

    def floor() -> object:
        page = weasyprint.HTML(string=html, base_url=rendering.BASE_URL, url_fetcher=rendering.OwnFiles())
        return page.write_pdf(pdf_variant="pdf/ua-1")

    def ours() -> object:
        return kinds.get(document.kind).render(document, lambda _percent, _text: None)

    yield Pair("receipt PDF", "2 pages", *alternate(ours, floor, rounds=9), "ms", "≤ 1.15")


def enrolment_list(sizes: tuple[int, ...]) -> Iterator[Pair]:
    """The staff's enrolment table. Floor: the same template with the same rows, after one bare query."""
    administrator = make.user("bench-administrator@kl.example", "Signe Dam", is_administrator=True)
    client = Client()
    client.force_login(administrator, backend=BACKEND)
    have = 0
    for size in sizes:
        programme = world.programme(f"liste-{size}")
        rows = world.municipalities(size, first=have)
        have += size
        world.bindings(programme, rows, administrator)
        analyse()
        url = reverse("staff_programme_enrolments", args=[programme.slug])
        response = client.get(url)
        assert response.status_code == 200
        context: dict[str, object] = {}
        for layer in response.context:
            context |= layer.flatten() if hasattr(layer, "flatten") else dict(layer)
        context.pop("csrf_token", None)
        floors.captured |= {"template": response.templates[0].name, "context": context, "programme": programme.pk}
        ours, floor = alternate(lambda url=url: client.get(url), lambda: client.get(reverse("floor_list")), rounds=15)
        yield Pair("enrolment list", f"{size:,} enrolments", ours, floor, "ms", "≤ 2, flat")


def analyse() -> None:
    """Let the planner know the new rows, as autovacuum would."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def submitting() -> Iterator[Pair]:
    """Submissions a second over HTTP, four people at once. Floor: a bare view writing the same rows."""
    programme = world.programme("tilmeld")
    coordinator = make.user("bench-coordinator@kl.example", "Koordinator")
    rows = world.municipalities(2 * SUBMISSIONS, first=400_000)
    drafts = world.drafts(programme, rows, coordinator)
    sample = EnrolmentChange.objects.first()
    assert sample is not None
    environment = {
        **os.environ,
        "BENCH_TERMS": str(Terms.objects.get(programme=programme).pk),
        "BENCH_SAMPLE": str(sample.receipt_id),
    }
    session, token = signed_in(coordinator), secrets.token_hex(16)
    analyse()
    with Server(environment) as server:
        ours = [(submission_url(draft, programme.slug), submission(draft, token)) for draft in drafts[:SUBMISSIONS]]
        floor = [(reverse("floor_submit", args=[d.pk]), {"csrfmiddlewaretoken": token}) for d in drafts[SUBMISSIONS:]]
        half = SUBMISSIONS // 2
        rates: dict[str, float] = {"ours": 0, "floor": 0}
        for part in (slice(0, half), slice(half, None)):
            rates["ours"] += server.rate(ours[part], session, token) / 2
            rates["floor"] += server.rate(floor[part], session, token) / 2
    bound = Enrolment.objects.filter(programme=programme, state="binding").count()
    assert bound == 2 * SUBMISSIONS, f"only {bound} of {2 * SUBMISSIONS} were bound"
    yield Pair("submission", f"{CLIENTS} clients", rates["ours"], rates["floor"], "per second", "≤ 3")


def submission_url(draft: Enrolment, slug: str) -> str:
    """Where the last step is sent."""
    return reverse("enrol_step", args=[slug, draft.municipality.code, "bekraeft"])


def submission(draft: Enrolment, token: str) -> dict[str, str]:
    """The last step's form."""
    return {
        "csrfmiddlewaretoken": token,
        "revision": str(draft.revision),
        "name": "Koordinator",
        "title": "Skolechef",
        "authority": "Efter bemyndigelse fra direktøren",
        "accepts": "on",
    }


def signed_in(user: User) -> str:
    """A session key of a person who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


class Server:
    """gunicorn with two workers on a free port of the loopback."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.address = ""

    def __enter__(self) -> "Server":
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "-w",
            "2",
            "-b",
            self.address,
            "--log-level",
            "error",
        ]
        self.process = subprocess.Popen(command, env=self.environment)
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection(self.address, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def rate(self, posts: list[tuple[str, dict[str, str]]], session: str, token: str) -> float:
        """Posts a second with CLIENTS people, each on a connection of their own; every answer must be a redirect."""
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://{self.address}/",
        }

        def person(mine: list[tuple[str, dict[str, str]]]) -> None:
            for url, form in mine:
                connection = http.client.HTTPConnection(self.address, timeout=30)
                connection.request("POST", urlsplit(url).path, urlencode(form), headers)
                response = connection.getresponse()
                body = response.read()
                assert response.status == 302, (response.status, url, body[:2000])
                connection.close()

        started = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(person, [posts[n::CLIENTS] for n in range(CLIENTS)]))
        return len(posts) / (time.perf_counter() - started)
