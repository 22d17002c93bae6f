import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import danish
from accounts.danish import danish_key

SUMMER = dt.datetime(2022, 9, 19, 10, 0, tzinfo=dt.UTC)
WINTER = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)  # already 2027 in Denmark


def in_sql(texts: list[str]) -> list[str]:
    """The sort keys that PostgreSQL makes, in the order given."""
    template = danish.DanishOrder.template % {"expressions": "name"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {template} FROM unnest(%s::text[]) WITH ORDINALITY AS t(name, i) ORDER BY i", [texts])
        return [row[0] for row in cursor.fetchall()]


def sorted_in_sql(texts: list[str]) -> list[str]:
    template = danish.DanishOrder.template % {"expressions": "name"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS t(name, i) ORDER BY {template}, i", [texts]
        )
        return [row[0] for row in cursor.fetchall()]


class TestOrder:
    def test_danish_letters_and_double_a_come_last(self):
        names = ["Aarhus", "Ærø", "Øster", "Åby", "Aalborg", "Albertslund", "Vejle", "ringsted", "Viborg", "Østre"]
        expected = ["Albertslund", "ringsted", "Vejle", "Viborg", "Ærø", "Øster", "Østre", "Åby", "Aalborg", "Aarhus"]
        assert sorted(names, key=danish_key) == expected

    def test_letters_of_the_neighbours(self):
        assert danish_key("Ängelholm") == danish_key("ÆNGELHOLM")
        assert danish_key("Malmö") == danish_key("malmø")
        assert danish_key("Müller") == danish_key("Myller")
        assert danish_key("André") == danish_key("andre")

    @pytest.mark.django_db
    @settings(max_examples=60)
    @given(st.lists(st.text(alphabet="aAbzæÆøØåÅäöüÜéE -'{|}%\\1ß", max_size=8), max_size=12))
    def test_postgresql_agrees_with_python(self, texts):
        assert in_sql(texts) == [danish_key(text) for text in texts]
        assert sorted_in_sql(texts) == sorted(texts, key=danish_key)

    @pytest.mark.django_db
    @settings(max_examples=40)
    @given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=6)))
    def test_postgresql_agrees_on_any_text(self, texts):
        assert sorted_in_sql(texts) == sorted(texts, key=danish_key)


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "text", "exact"),
        [
            (Decimal(60000), "60.000 kr.", "60.000,00"),
            (Decimal("57497.50"), "57.497,50 kr.", "57.497,50"),
            (Decimal("0.005"), "0,01 kr.", "0,01"),
            (Decimal(0), "0 kr.", "0,00"),
            (Decimal("-1234567.10"), "−1.234.567,10 kr.", "−1.234.567,10"),
        ],
    )
    def test_kroner(self, amount, text, exact):
        assert danish.kr(amount) == text
        assert danish.kr_exact(amount) == exact

    @given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
    def test_no_digit_is_lost(self, amount):
        text = danish.kr_exact(amount).replace(".", "").replace(",", ".").replace("−", "-")
        assert Decimal(text) == amount

    def test_file_size(self):
        assert [danish.file_size(size) for size in (12, 148_200, 1_234_567)] == ["1 kB", "148 kB", "1,2 MB"]


class TestTime:
    def test_words(self):
        assert danish.long_date(SUMMER) == "19. september 2022"
        assert danish.weekday_date(SUMMER) == "mandag 19. september 2022"
        assert danish.date_time(SUMMER) == "19. september 2022 kl. 12.00"
        assert danish.weekday_date_time(SUMMER) == "mandag 19. september 2022 kl. 12.00"
        assert danish.short_date_time(SUMMER, dt.date(2022, 1, 1)) == "19. sep. 12.00"
        assert danish.short_date_time(SUMMER, dt.date(2023, 1, 1)) == "19. sep. 2022 12.00"
        assert danish.clock(SUMMER) == "12.00"
        assert danish.week(SUMMER) == "uge 38"

    def test_danish_time_decides_the_day(self):
        assert danish.date_time(WINTER) == "1. januar 2027 kl. 0.30"
        assert danish.week(WINTER) == "uge 53"
        assert danish.calendar_days(SUMMER, dt.datetime(2022, 9, 19, 22, 30, tzinfo=dt.UTC)) == 1

    def test_plain_dates(self):
        assert danish.long_date(dt.date(2027, 5, 3)) == "3. maj 2027"
        assert danish.short_date(dt.date(2027, 5, 3), dt.date(2027, 12, 31)) == "3. maj"
        assert danish.short_date(dt.date(2027, 3, 3), dt.date(2027, 1, 1)) == "3. mar."
        assert danish.short_date(dt.date(2027, 3, 3), dt.date(2026, 12, 31)) == "3. mar. 2027"
        assert danish.short_date(dt.date(2027, 5, 3), dt.date(2028, 5, 3)) == "3. maj 2027"

    def test_days_left(self):
        texts = [danish.days_left(days) for days in (53, 1, 0, -1, -2)]
        assert texts == ["53 dage", "1 dag", "i dag", "1 dag over tid", "2 dage over tid"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ål", "Aalborg"),
        ("aal", "Ålborg"),
        ("AALBORG", "Ålborg"),
        ("kobenhavn", "København"),
        ("Koebenhavn", "København"),
        ("københ", "København"),
        ("aero", "Ærø"),
        ("æroe", "Ærø"),
        ("andre", "André"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, name):
    pairs = zip(danish.spellings(typed), danish.spellings(name), strict=True)
    assert any(part in known for part, known in pairs)


def test_initials():
    assert [danish.initials(name) for name in ("Mette Kirk Holm", "åse", "", "Jens (vikar)")] == ["MH", "Å", "", "J"]


def test_filters():
    template = Template(
        "{% load danish %}{{ amount|kr }} {{ when|date_time }} {{ nothing|kr }}"
        "{{ when|days_left:before }} {{ 1|days_left }}"
    )
    context = Context({"amount": Decimal(110000), "when": SUMMER, "nothing": None, "before": dt.date(2022, 9, 17)})
    assert template.render(context) == "110.000 kr. 19. september 2022 kl. 12.00 2 dage 1 dag"
