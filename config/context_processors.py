"""What every page gets: the person's rooms, and a notice in demo mode."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.danish import initials
from config.logs import error_number
from partnerships.models import Membership

# Pages whose address lies under another menu item than the one they belong to.
GROUPS = {
    "staff_programme_enrolments": "staff_enrolments",
    "staff_enrol_late": "staff_enrolments",
    "staff_programme_overview": "staff_overview",
    "staff_programme_networks": "staff_networks",
    "staff_network": "staff_networks",
    "staff_network_plan": "staff_networks",
    "staff_day": "staff_networks",
    "staff_day_edit": "staff_networks",
    "staff_day_confirm": "staff_networks",
    "staff_day_cancel": "staff_networks",
    "staff_day_notice": "staff_networks",
    "staff_day_items": "staff_networks",
    "staff_day_reuse": "staff_networks",
    "staff_steering": "staff_networks",
    "staff_attendance": "staff_networks",
    "staff_materials": "staff_networks",
    "staff_evaluations": "staff_networks",
    "staff_development": "staff_networks",
    "staff_development_day": "staff_networks",
    "staff_screenings": "screenings",
    "staff_screening_levels": "screenings",
    "analysis_models": "screenings",
    "analysis_model": "screenings",
    "analysis_model_edit": "screenings",
    "analysis_lever_edit": "screenings",
}


def _item(
    request: HttpRequest, label: str, name: str, *args: Any, exact: bool = False, also: tuple[str, ...] = ()
) -> dict[str, Any]:
    """One menu item; pages under `also` belong to it too."""
    url = reverse(name, args=args)
    current = request.path == url if exact else request.path.startswith((url, *also))
    match = request.resolver_match
    if request.path.startswith("/administration/") and match is not None:
        current = GROUPS.get(match.url_name or "", name) == name and (current or match.url_name in GROUPS)
    return {"label": label, "url": url, "current": current}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`nav`, `room`, `display_name`, `initials`, `environment_notice`, `contact_…` and `error_number` for every page.

    At most one query for KL/Komponent's people, none for others.
    """
    context: dict[str, Any] = {
        "room": "KL og Komponent",
        "environment_notice": "Demo med opdigtede personer. Ingen mails sendes ud." if settings.DEMO else "",
        "contact_email": settings.CONTACT_EMAIL,
        "contact_phone": settings.CONTACT_PHONE,
        "error_number": error_number(),
        "nav": [_item(request, "Programmer", "home", exact=not request.path.startswith("/programmer/"))],
    }
    if request.path.startswith("/programmer/"):
        context["nav"][0]["current"] = True
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        context["nav"] += [
            _item(request, "Strategier", "strategies"),
            _item(request, "Vidensportal", "knowledge"),
        ]
        return context
    context |= {
        "display_name": user.display_name,
        "initials": initials(user.display_name),
        "account_url": reverse("account"),
    }
    staff_paths = ("/administration/", "/log/", *(("/screeninger/",) if user.is_administrator else ()))
    if (user.is_administrator or user.is_finance) and request.path.startswith(staff_paths):
        context["room"] = "Administration"
        context["nav"] = [
            _item(request, "Overblik", "staff_overview", exact=True),
            _item(request, "Tilmeldinger", "staff_enrolments"),
            _item(request, "Programmer", "staff_programmes"),
            _item(request, "Kommuner", "staff_municipalities"),
        ]
        if user.is_administrator:
            context["nav"].insert(3, _item(request, "Netværk", "staff_networks"))
            context["nav"] += [
                _item(request, "Screeninger", "screenings"),
                _item(request, "Mails", "staff_mails"),
                _item(request, "Personer", "staff_people"),
            ]
        return context
    if user.is_administrator or user.is_finance:
        context["nav"].append(_item(request, "Administration", "staff_overview"))
    municipality = getattr(request, "municipality", None)
    if municipality is not None:
        context["room"] = municipality.official_name
        context["nav"] += [
            _item(request, "Overblik", "municipality", municipality.code, exact=True),
            _item(
                request,
                "Netværksdage",
                "municipality_days",
                municipality.code,
                also=(
                    "/netvaerksdage/",
                    reverse("blocked_days", args=[municipality.code]),
                    reverse("municipality_certificates", args=[municipality.code]),
                ),
            ),
            _item(
                request, "Udviklingsproces", "municipality_development", municipality.code, also=("/udviklingsproces/",)
            ),
            _item(request, "Foranalyse", "municipality_screenings", municipality.code),
            _item(
                request,
                "Strategi",
                "municipality_strategies",
                municipality.code,
                also=(reverse("units", args=[municipality.code]),),
            ),
            _item(request, "Medlemmer", "members", municipality.code),
        ]
    elif not user.has_global_role or Membership.objects.active().filter(user=user).exists():
        context["nav"] += [
            _item(request, "Min kommune", "my_municipality"),
            _item(request, "Det venter på dig", "own_work"),
            _item(request, "Strategier", "strategies", exact=True),
            _item(request, "Vidensportal", "knowledge"),
        ]
    if user.is_consultant and not (user.is_administrator or user.is_finance):
        context["nav"].append(_item(request, "Mine opgaver", "screenings"))
    return context
