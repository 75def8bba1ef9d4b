"""Tables of the inventories: a row for each thing, with what can be looked up."""

from insight.documents.facts import facts
from insight.documents.inventories.actors import mentioned
from insight.documents.inventories.inventory_tables import table_of_lacks, table_of_named
from insight.documents.inventories.missing import lacks


def test_a_named_thing_is_counted_by_document():
    table = table_of_named(mentioned(), facts(), "nb").set_index("id")
    assert len(table) == len(mentioned())
    assert (table[[*facts().sources]].sum(axis=1) == table["mentioned"]).all()


def test_a_lack_names_its_document_line_and_fact():
    table = table_of_lacks(lacks(), facts(), "en")
    assert set(table["source"]) <= set(facts().sources)
    assert set(table["fact"]) <= set(facts().fact)
    assert set(table.loc[table["kinds"] == "misprint", "is_certain"]) == {"true", "false"}
