"""The four tags: one meaning each, and no fifth anywhere."""

import re

import pytest
from visitor import bodies, opened

from insight.language.catalogue import LANGUAGES, say
from insight.web.html.templates import environment

KINDS = ("simulated", "published", "assumed", "judged")
PAGES = [
    ("overview", {}),
    ("answers", {}),
    ("figures", {"find": "e"}),
    ("needs", {}),
    ("needs", {"need": "s_all_simple_tools", "where": "gender=1"}),
    ("trends", {"part": "gaps"}),
    ("strategy", {"part": "guiding"}),
    ("actors", {}),
    ("missing", {}),
    ("sources", {}),
    ("maturity", {}),
]


def test_one_template_draws_tags():
    drawn = {
        name
        for name in environment().list_templates()
        if re.search(r'class="tags?\b', environment().loader.get_source(environment(), name)[0])
    }
    assert drawn == {"tags.html.jinja"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "link"), PAGES)
def test_a_tag_on_a_page_is_one_of_four_and_says_its_one_word(page, link, language):
    drawn = re.findall(
        r'<span class="tag ?(.*?)">(.*?)</span>', bodies(opened(page, lang=language, **link))
    )
    for kind, words in drawn:
        assert kind in KINDS
        assert words == say(language, f"tag.{kind}")
