"""What our log lines hold."""

import logging


class PlainRefusals(logging.Filter):
    """Leave the traceback out of refusals (403, 404): nothing broke, and it says nothing about who was refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True
