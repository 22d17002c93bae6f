"""The partnerships themselves."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Municipalities, programmes, prices, enrolments and seats."""

    name = "partnerships"
    verbose_name = "Partnerskaber"

    def ready(self) -> None:
        from partnerships import certificates, exports, receipts

        certificates.register()
        exports.register()
        receipts.register()
