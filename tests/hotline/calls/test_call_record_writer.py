"""The writer of facts has statements of its own: each names every column that a row must have."""

import re

import pytest

from hotline import rows
from hotline.calls.rows import call_record_writer as writer

pytestmark = pytest.mark.unit
INSERT = re.compile(r'INSERT INTO "?(\w+)"? \(([^)]*)\)')
STATEMENTS = {name: text for name, text in vars(writer).items() if isinstance(text, str) and INSERT.match(text)}
TABLES = {row._meta.table_name: row for row in rows.ALL}


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_a_statement_names_every_column_that_must_have_a_value(name: str) -> None:
    """A column with a default only in Python stops the telephone side when a statement leaves it out."""
    found = INSERT.match(STATEMENTS[name])
    assert found is not None
    given = set(re.findall(r"\w+", found[2]))
    key = TABLES[found[1]]._meta.primary_key
    needed = {
        field.column_name for field in TABLES[found[1]]._meta.sorted_fields if not field.null and field is not key
    }
    assert needed - given == set()


def test_there_are_statements_to_look_at() -> None:
    assert len(STATEMENTS) >= 5
