"""Synonyms: phrases that mean the same, each group with its reason."""

import pytest

from insight.reporting.searching.synonyms import read_synonyms, synonyms

HEAD = "words,reason_nb,reason_en\n"


def test_every_group_has_its_reason_in_both_languages():
    assert all(group.reason.nb and group.reason.en for group in synonyms())
    assert any({"stordata", "big data"} <= {*group.phrases} for group in synonyms())


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("unge,Derfor,Hence", "nothing means the same as 'unge'"),
        ("unge;,Derfor,Hence", "'' is no phrase"),
        ("unge; ung,Derfor,Hence", "' ung' is no phrase"),
        ("unge;ung,Derfor,Hence\nung;små,Derfor,Hence", "'ung' stands twice"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_row(tmp_path, rows, told):
    path = tmp_path / "synonyms.csv"
    path.write_text(f"{HEAD}{rows}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"synonyms\.csv.*words.*{told}"):
        read_synonyms(path)
