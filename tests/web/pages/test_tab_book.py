"""The maker of tab books on the codebook page: chosen, made, taken away."""

import io

import openpyxl
from visitor import opened, shown

from insight.language.catalogue import say


def test_a_tab_book_of_the_respondents_chosen_is_made_and_offered():
    app = opened("codebook", lang="nb", survey="citizens", where="gender=1")
    assert not app.get("download_button")[2:]
    app.multiselect(key="book:items:citizens:nb").set_value(["heard_helsenorge"]).run()
    app.multiselect(key="book:banner:citizens:nb").set_value(["age_group"]).run()
    app.selectbox(key="book:tested:nb").set_value("rest").run()
    app = shown(app.button(key="book:make").click().run())
    labels = [one.proto.label for one in app.get("download_button")]
    assert say("nb", "book.take") in labels
    _, content = app.session_state["book:made:citizens"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[2:] == ["heard_helsenorge"]
    text = " ".join(str(cell) for row in book["heard_helsenorge"].values for cell in row if cell)
    assert "Kvinne" in text
    assert say("nb", "shell.simulated_means") in text
    assert "mot resten" in text
    assert "høyere enn" not in text.replace("høyere enn resten", "")
    app = shown(app.selectbox(key="book:tested:nb").set_value("none").run())
    assert say("nb", "book.take") not in [one.proto.label for one in app.get("download_button")]
