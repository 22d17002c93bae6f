"""The subject areas (områder) and the products that are sold in them."""

from django.db import models


class Area(models.TextChoices):
    """Subject area of a partnership (område)."""

    SCHOOL = "school", "Skole"
    DAYCARE = "daycare", "Dagtilbud"


AREA_ORDER = (Area.SCHOOL, Area.DAYCARE)
AREA_WORDS = {Area.SCHOOL: "skoleområdet", Area.DAYCARE: "dagtilbudsområdet"}


def participation_key(area: str) -> str:
    """The product key of taking part in the partnership of `area`."""
    return f"participation:{area}"


def screening_key(area: str) -> str:
    """The product key of a pre-analysis (foranalyse) in `area`."""
    return f"screening:{area}"
