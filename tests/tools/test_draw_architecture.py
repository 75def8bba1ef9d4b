"""The picture of the packages: true to the imports, and in order."""

from xml.etree import ElementTree as ET

from tools.draw_architecture import PICTURE, doors, draw, from_top, read_imports

GRAPH = {"low": set(), "left": {"low"}, "right": {"low"}, "top": {"left", "low"}}


def test_the_picture_is_that_of_the_imports():
    again = "draw it again: .venv/bin/python tools/draw_architecture.py"
    assert PICTURE.read_text("utf-8") == draw(), again


def test_a_package_stands_above_those_that_it_imports():
    order = from_top(GRAPH)
    assert order[0] == "top"
    assert order[-1] == "low"
    graph, _ = read_imports()
    order = from_top(graph)
    for package, others in graph.items():
        assert all(order.index(package) < order.index(other) for other in others)


def test_a_door_is_an_outside_package_that_only_one_imports():
    outside = {"query": {"duckdb", "numpy"}, "web": {"numpy", "streamlit"}, "pages": {"streamlit"}}
    assert doors(outside) == {"query": ["duckdb"], "web": ["streamlit"]}


def test_every_dot_is_an_import():
    graph, _ = read_imports()
    svg = "{http://www.w3.org/2000/svg}"
    dots = ET.fromstring(draw()).findall(f"{svg}circle")
    assert len(dots) == sum(len(others) for others in graph.values())
