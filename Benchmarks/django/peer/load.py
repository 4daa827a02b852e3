"""Makes the peer's tables and fills them from a database of `mingcha demo`.

    python -m peer.load DATABASE LOGIN PASSWORD
"""
import os
import sqlite3
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

# Statement over Mingcha's tables, and the peer's table and columns its rows go into.
COPIES = [
    ("SELECT code, name FROM regions WHERE code LIKE '31%'", "peer_region (code, name)"),
    ("SELECT code, name, position FROM fields", "peer_field (code, name, position)"),
    ("SELECT id, uscc, name, certificate_number, certificate_until, region, credit_class, status,"
     " warning FROM bodies",
     "peer_body (id, uscc, name, certificate_number, certificate_until, region_id, credit_class,"
     " status, warning)"),
    ("SELECT body, field FROM body_fields", "peer_bodyfield (body_id, field_id)"),
]


def main(path, login, password):
    call_command("migrate", run_syncdb=True, verbosity=0)
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with connection.cursor() as cursor:
        for select, target in COPIES:
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in source.execute(select):
                    copy.write_row(row)
        cursor.execute("VACUUM ANALYZE")
    User.objects.create_user(login, password=password, first_name="计划员")


if __name__ == "__main__":
    main(*sys.argv[1:])
