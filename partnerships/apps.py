"""The partnerships themselves."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Municipalities, programmes, prices, enrolments and seats."""

    name = "partnerships"
    verbose_name = "Partnerskaber"

    def ready(self) -> None:
        from partnerships import certificates, development_pages, exports, receipts

        certificates.register()
        development_pages.register()
        exports.register()
        receipts.register()
