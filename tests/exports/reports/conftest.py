"""Views of the bundled surveys, and the slides that are made of them."""

import pytest
from opened_slides import opened, page_of
from visitor import TRUST_ITEM


@pytest.fixture(scope="session")
def pages():
    """Views in the ways of showing that have charts of their own."""
    return {
        "bars": page_of(TRUST_ITEM, "age_group", show="bars", language="nb")[0],
        "dots": page_of(TRUST_ITEM, "age_group", show="dots", language="nb")[0],
        "trend": page_of(TRUST_ITEM, show="trend", language="nb")[0],
        "lines": page_of(TRUST_ITEM, "age_group", show="trend", language="nb")[0],
        "hidden": page_of("sdg_networks", "org_type", survey="organisations", language="nb")[0],
        "many": page_of(
            TRUST_ITEM, "occupation", show="bars", survey="health_personnel", language="nb"
        )[0],
    }


@pytest.fixture(scope="session")
def decks(pages):
    """The slides of each."""
    return {name: opened(page) for name, page in pages.items()}
