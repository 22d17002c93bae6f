"""Log lines: a traceback when something broke, never the values of variables, and no noise about refusals."""

import json

from tests.config.test_settings import PRODUCTION, load

BREAK = """
import logging.config
from django.conf import settings
import config.settings
logging.config.dictConfig(config.settings.LOGGING)
def work():
    password = "hemmeligt"
    raise ValueError("gik i stykker")
try:
    work()
except ValueError:
    logging.getLogger("django.request").error("Internal Server Error", exc_info=True, extra={"status_code": 500})
    logging.getLogger("django.request").warning("Forbidden", exc_info=True, extra={"status_code": 403})
"""


def test_production_lines_are_json_with_a_traceback_and_no_values() -> None:
    broke, refused = (json.loads(line) for line in load(PRODUCTION, BREAK).stderr.splitlines())
    assert (broke["event"], broke["level"]) == ("Internal Server Error", "error")
    assert broke["exception"].endswith("ValueError: gik i stykker")
    assert "in work" in broke["exception"]
    assert "hemmeligt" not in json.dumps(broke)
    assert (refused["event"], "exception" in refused, "exc_info" in refused) == ("Forbidden", False, False)


def test_the_demo_s_lines_show_no_values_either() -> None:
    demo = {name: PRODUCTION[name] for name in ("DATABASE_URL", "REDIS_URL")} | {"DEMO": "true"}
    said = load(demo, BREAK).stderr
    assert "ValueError: gik i stykker" in said
    assert "hemmeligt" not in said
