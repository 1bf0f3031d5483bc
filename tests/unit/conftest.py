"""Files as customers have them, and what is read of them."""

from datetime import date

import pytest

from leadfold.files.opening import open_file

TODAY = date(2026, 11, 21)


@pytest.fixture
def read(tmp_path):
    """Return a function: bytes or a path → rows of (record id, fields)."""

    def rows(content, name="customers.csv", country="NO"):
        path = content
        if isinstance(content, bytes):
            path = tmp_path / name
            path.write_bytes(content)
        with open_file(path, country, TODAY) as source:
            return list(source.table.rows())

    return rows
