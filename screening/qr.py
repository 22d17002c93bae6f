"""A QR code as SVG, for an address that is read off a screen."""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # squares of white around it, as the standard asks for


def svg(address: str, *, label: str) -> SafeString:
    """The picture of `address`; `label` says what it is to those who cannot see it."""
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(_runs(row, y) for y, row in enumerate(rows))
    size = len(rows)
    return mark_safe(  # noqa: S308
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def _runs(row: list[bool | None], y: int) -> str:
    """The dark squares of a row, those beside one another as one."""
    path, start = "", None
    for x, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            path += f"M{start} {y}h{x - start}v1h-{x - start}z"
            start = None
    return path
