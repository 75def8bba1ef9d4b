"""Parts of a query keep their values apart by name, and the database wants each of them."""

import pytest

from insight.query.sql import Sql, bindings, is_among, parameters
from insight.query.store import QueryError, Store


def test_parts_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        bindings(parameters("answer", [1]), is_among('"q"', "answer", [2, 3]))


def test_the_database_takes_all_values_and_no_others():
    store, one, two = Store(), Sql("$one", {"one": 1}), Sql("$two", {"two": 2})
    assert store.query("SELECT $one + $two AS n", two, one)["n"].tolist() == [3]
    for parts in ((), (one,), (one, two, Sql("$three", {"three": 3}))):
        with pytest.raises(QueryError):
            store.query("SELECT $one + $two AS n", *parts)
