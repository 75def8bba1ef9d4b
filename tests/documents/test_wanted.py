"""What a reader wants of a list."""

import pytest

from insight.documents.wanted import Wanted
from insight.language.catalogue import Text

HAS = {"theme": ["trust", "privacy"], "kind": ["law"]}


def test_who_has_chosen_nothing_wants_everything():
    assert Wanted().fits(HAS)
    assert not Wanted(find=" ").narrows


@pytest.mark.parametrize("codes", [{"theme": "privacy"}, {"theme": "trust", "kind": "law"}])
def test_every_code_that_was_chosen_is_there(codes):
    assert Wanted(codes).fits(HAS)
    assert not Wanted(codes | {"kind": "plan"}).fits(HAS)


def test_words_are_found_in_both_languages_beside_the_codes():
    texts = [Text("Personvern", "Privacy"), None]
    assert Wanted({"kind": "law"}, "PRIVACY").fits(HAS, texts)
    assert not Wanted({"kind": "law"}, "tillit").fits(HAS, texts)
    assert not Wanted({"kind": "plan"}, "privacy").fits(HAS, texts)
