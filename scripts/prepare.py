"""Make ready what the demo needs, in one process: tables, demo data in an empty database, static files.

`prepare.py ACCOUNTS` also writes the list of demo accounts to the file ACCOUNTS, for address.py to show.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("demo", if_empty=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    with Path(sys.argv[1]).open("w") as accounts:
        call_command("demo", accounts=True, stdout=accounts)
