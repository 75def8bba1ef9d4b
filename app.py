"""The server: starts warm, speaks the reader's language from the first byte, and stays at home."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime import exists, get_instance

ROOT = Path(__file__).resolve().parent
SECONDS_BETWEEN_TIDYING = 20
sys.path.insert(0, str(ROOT))
# Before anything imports numpy. Every sum of a click is small: threads that wait for one another
# would take more of the processor than they save, and from all other visitors.
for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

from insight.access.access_file import require_access  # noqa: E402
from insight.access.login_settings import shared_login  # noqa: E402
from insight.analysis.shared_surveys import tidy_cache  # noqa: E402
from insight.api.mounted import api_route  # noqa: E402
from insight.api.settings import settings_from  # noqa: E402
from insight.language.errors import InsightError, NotNowError  # noqa: E402
from insight.operation.audit.audit_settings import audit_settings_from  # noqa: E402
from insight.operation.audit.audit_trail import begin_audit  # noqa: E402
from insight.operation.limits.limit_settings import limit_settings_from  # noqa: E402
from insight.operation.limits.limits import begin_limits  # noqa: E402
from insight.operation.operation_settings import operation_settings_from  # noqa: E402
from insight.operation.serving.draining import drain_seconds  # noqa: E402
from insight.survey.folders import data_folder  # noqa: E402
from insight.web.addresses.view_routes import view_routes  # noqa: E402
from insight.web.door.entrance import doors, entrance_from  # noqa: E402
from insight.web.operated.operated_server import OperatedServer  # noqa: E402
from insight.web.serving.drained_server import LetsFinish, drain_on_signal  # noqa: E402
from insight.web.serving.own_worker import OwnWorker  # noqa: E402
from insight.web.signing_in import gate_opening  # noqa: E402
from insight.web.sitemap import site_routes  # noqa: E402


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Import everything and read the surveys before the first visitor."""
    from insight.survey.disk import visitor_folder
    from insight.web import shell
    from insight.web.frame import file_button
    from insight.web.serving import batched_messages, called_off_runs, looked_up_state
    from insight.web.serving.beforehand import Beforehand

    file_button.install()
    login.warm_up()
    batched_messages.install()
    looked_up_state.install()
    operated.begin()
    called_off_runs.install()
    begin_limits(limited)
    shell.warm_up()
    gc.collect()
    gc.freeze()
    config.set_option("runner.postScriptGC", False)
    drain_on_signal(drained_in, operated.readiness.begin_to_stop)
    tidying = asyncio.create_task(tidy_up())
    beforehand = Beforehand()
    beforehand.begin()
    yield
    operated.end()
    tidying.cancel()
    beforehand.end()
    visitor_folder.remove_private_folder()
    visitor_folder.let_go_of_shared()


async def tidy_up() -> None:
    """Collect garbage now and then, and what visitors brought who have left.

    Streamlit would collect after every run of every visitor, while all others wait.
    """
    from insight.web.own_survey import returning, visitor

    while True:
        if exists():
            returning.see_off(get_instance().is_active_session, time.monotonic())
        gc.collect()
        visitor.sweep()
        await asyncio.sleep(SECONDS_BETWEEN_TIDYING)


def explain(error: Exception) -> bool:
    """Log what went wrong and tell the visitor in a sentence; the session goes on."""
    from insight.web import shell
    from insight.web.operated import server_log

    if isinstance(error, NotNowError):
        shell.refuse(error)
        return True
    server_log.tell_failure(error)
    shell.apologise()
    return True


PREFIX = config.get_option("server.baseUrlPath")
try:
    settings = settings_from()
    entrance = entrance_from(settings)
    drained_in = drain_seconds()
    login = gate_opening.prepared(shared_login())
    operation = operation_settings_from()
    operated = OperatedServer(operation, PREFIX)
    begin_audit(audit_settings_from(), operation.worker)
    limited = limit_settings_from()
    require_access(data_folder())
    tidy_cache()
except InsightError as refusal:
    sys.exit(refusal.text("en"))
routes = [
    *view_routes(PREFIX, settings, entrance.frames),
    api_route(PREFIX, settings),
    *site_routes(PREFIX, settings),
]
app = st.App(
    ROOT / "insight" / "web" / "script" / "run.py",
    lifespan=lifespan,
    routes=routes,
    on_script_error=explain,
    middleware=[
        Middleware(OwnWorker),
        operated.door,
        Middleware(LetsFinish),
        *doors(entrance, settings, routes, login.gate),
    ],
)
