"""Documents among the files of an answer: a button gives the view, with the way back to it."""

import io

import docx
import pypdf
import pytest
from shown_answer import DAY, answer_of
from visitor import TRUST_ITEM

from insight.language.catalogue import LANGUAGES
from insight.views import captions
from insight.web import downloads

LINK = "https://eksempel.no/answers?item=trust_need_to_know"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_offered_as_document_and_as_pdf(language):
    view, shown = answer_of(TRUST_ITEM, "gender", language=language)
    caption = captions.caption(view, shown)
    files = downloads.of_answer(view, shown.answer, caption, link=LINK, made=DAY)
    offers = {offer.kind: offer for offer in files}
    assert offers["pdf"].name == offers["png"].name.replace(".png", ".pdf")
    assert offers["document"].mime.endswith("wordprocessingml.document")
    pdf = pypdf.PdfReader(io.BytesIO(offers["pdf"].make()))
    assert pdf.metadata.title == shown.answer.title
    document = docx.Document(io.BytesIO(offers["document"].make()))
    assert document.core_properties.title == shown.answer.title
    assert LINK in {one.target_ref for one in document.part.rels.values() if one.is_external}
