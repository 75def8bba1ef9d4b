"""Visitors of a real server who click again, or leave, while a query for them is under way."""

import os
import re
import subprocess
import sys
from threading import Timer

from checkout import ROOT
from streamlit.proto.BackMsg_pb2 import BackMsg
from wire_visitor import WireVisitor, stream

PATIENCE = 120
SERVER = """
import sys
from insight.web.serving import called_off_runs
from streamlit.web import cli
called_off_runs.install()
sys.argv = ["streamlit", "run", sys.argv[1], "--server.port", "0"]
cli.main(prog_name="streamlit")
"""
PAGE = """
import streamlit as st
from insight.operation.waiting import CalledOffError
from insight.query.store import shared_store

st.write("It takes days.")
if "quick" in st.query_params:
    st.write("It is there.")
    print("answered", flush=True)
    st.stop()
print("asked", flush=True)
try:
    shared_store().query('''SELECT count(*) FILTER (hash(a.range, b.range) = 0) AS n
        FROM range(10_000_000) AS a, range(10_000_000) AS b''')
except CalledOffError:
    print("called off", flush=True)
    raise
"""


def test_a_query_ends_when_its_visitor_clicks_on_or_leaves_and_the_next_page_is_whole(tmp_path):
    page = tmp_path / "page.py"
    page.write_text(PAGE, "utf-8")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(page)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    too_late = Timer(PATIENCE, server.kill)
    too_late.start()
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    try:
        addresses = (re.search(r"http://localhost:\d+", line) for line in server.stdout)
        url = next(filter(None, addresses))[0]
        said = filter(
            {"asked", "called off", "answered"}.__contains__, map(str.strip, server.stdout)
        )
        with stream(url) as visitor:
            visitor.send(asked.SerializeToString())
            assert next(said) == "asked"
            visitor.send(asked.SerializeToString())
            assert sorted([next(said), next(said)]) == ["asked", "called off"]
            WireVisitor(url, visitor, "x").open(query="quick=1")
            assert sorted([next(said), next(said)]) == ["answered", "called off"]
            visitor.send(asked.SerializeToString())
            assert next(said) == "asked"
        assert next(said) == "called off"
    finally:
        too_late.cancel()
        server.kill()
        server.wait()
