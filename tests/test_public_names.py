"""The public face: sorted, complete, and of our own making."""

import inspect

import insight


def test_the_public_names_are_sorted_and_named_once():
    assert insight.__all__ == sorted(set(insight.__all__))


def test_the_public_names_are_all_that_the_package_imports():
    imported = {
        name
        for name, value in vars(insight).items()
        if not name.startswith("_") and not inspect.ismodule(value) and name != "annotations"
    }
    assert imported == set(insight.__all__)


def test_every_public_name_is_ours_and_documented():
    for name in insight.__all__:
        member = getattr(insight, name)
        assert member.__module__.startswith("insight."), name
        assert member.__name__ == name
        assert inspect.getdoc(member), name
