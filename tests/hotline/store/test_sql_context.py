"""The text of a statement is what peewee itself would write, with the same values."""

from typing import Any

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import fn

from hotline import rows
from hotline.store.sql_context import SqlContext

QUOTES = {
    "sqlite": peewee.SqliteDatabase(None).get_context_options(),
    "postgresql": peewee.PostgresqlDatabase(None).get_context_options(),
}


def both(query: Any, options: dict[str, Any]) -> tuple[Any, Any]:
    ours, theirs = SqlContext(**options), peewee.Context(**options)
    return ours.sql(query).query(), theirs.sql(query).query()


def conditions(model: Any) -> st.SearchStrategy[Any]:
    """Conditions on any columns of a table, nested."""
    fields = st.sampled_from(model._meta.sorted_fields)
    value = st.sampled_from([None, 1, 0, "a'b\"c", "%x_", ""])
    compared = st.tuples(fields, value, st.sampled_from(["==", "!=", "in", "null", "fn", "part", "cast"])).map(
        condition
    )
    return st.recursive(
        compared, lambda inner: st.tuples(inner, inner, st.booleans()).map(joined) | inner.map(lambda c: ~c)
    )


def condition(what: tuple[Any, Any, str]) -> Any:
    field, value, kind = what
    plain = field.to_value(None) if value is None else peewee.Value(value, converter=False)
    return {
        "==": field == plain,
        "!=": field != plain,
        "in": field.in_([plain, plain]),
        "null": field.is_null(value is None),
        "fn": fn.COALESCE(fn.LOWER(field), plain) == plain,
        "part": field.in_(field.model.select(field).where(field == plain)),
        "cast": field.cast("text").desc() if value is None else fn.LOWER(field).concat("x") == plain,
    }[kind]


def joined(what: tuple[Any, Any, bool]) -> Any:
    left, right, either = what
    return left | right if either else left & right


@pytest.mark.parametrize("options", QUOTES.values(), ids=QUOTES)
def test_every_table_is_asked_and_written_alike(options: dict[str, Any]) -> None:
    for model in rows.ALL:
        every = dict.fromkeys(model._meta.sorted_fields)
        for query in (model.select().where(model._meta.primary_key == 1), model.insert(every), model.update(every)):
            ours, theirs = both(query, options)
            assert ours == theirs


@given(st.sampled_from(rows.ALL), st.sampled_from(list(QUOTES.values())), st.data())
def test_any_statement_is_the_same_text(model: Any, options: dict[str, Any], data: Any) -> None:
    where = data.draw(conditions(model))
    fields = model._meta.sorted_fields
    again = model.alias()
    key = model._meta.primary_key
    ranked = model.select(key, fn.ROW_NUMBER().over(partition_by=[fields[-1]], order_by=[key.desc()]).alias("place"))
    within = model.select(key).where(where).cte("within", columns=("found",))
    queries = [
        model.select().where(where).order_by(*fields).limit(3),
        again.select(key, getattr(again, fields[-1].name)).where(getattr(again, key.name) == 3),
        model.select(model, again)
        .join(again, on=(key == getattr(again, key.name)), join_type="LEFT OUTER")
        .where(where),
        model.select(fn.COUNT(fields[-1].distinct()).alias("n"))
        .where(where)
        .group_by(fields[-1])
        .having(fn.COUNT(key) > 1),
        peewee.Select([ranked], [ranked.c.place]).where(ranked.c.place == 1),
        model.select().join(within, on=(key == within.c.found)).with_cte(within),
        model.select(key).where(where) | again.select(getattr(again, key.name)),
        model.update({fields[-1]: peewee.Case(None, [(where, fields[-1])], fields[0])}).where(where),
        model.delete().where(where),
        model.insert({fields[-1]: peewee.Value(1, converter=False)}).on_conflict_ignore(),
        model.insert_from(model.select(fields[-1]).where(where), [fields[-1]]),
    ]
    for query in queries:
        ours, theirs = both(query, options)
        assert ours == theirs


@given(st.lists(st.text(min_size=1), min_size=2, max_size=4, unique=True))
def test_any_name_is_quoted_alike(names: list[str]) -> None:
    table, *columns = names
    made: Any = type("Made", (peewee.Model,), {
        "Meta": type("Meta", (), {"table_name": table, "primary_key": False}),
        **{f"field{place}": peewee.TextField(column_name=name) for place, name in enumerate(columns)},
    })  # fmt: skip
    for options in QUOTES.values():
        ours, theirs = both(made.select().where(made.field0 == "x").order_by(made.field0), options)
        assert ours == theirs
