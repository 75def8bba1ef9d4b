"""Clients who leave before they have their answer: what is made for them alone ends."""

import asyncio
import gc
import threading
from contextlib import suppress

from own_loop import run
from starlette.requests import Request

from insight.api.calls import Answer, Desk
from insight.api.settings import Settings
from insight.operation.waiting import ended_by

PATIENCE = 60


class Client:
    """A connection whose client leaves when it is told to."""

    def __init__(self, method: str = "GET") -> None:
        self.leaving = asyncio.Event()
        self._body_is_read = False
        scope = {"type": "http", "method": method, "path": "/", "path_params": {}}
        scope |= {"headers": [], "query_string": b"", "client": ("127.0.0.1", 1)}
        self.request = Request(scope, self.receive)

    async def receive(self) -> dict[str, object]:
        if not self._body_is_read:
            self._body_is_read = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.leaving.wait()
        return {"type": "http.disconnect"}


class Endless:
    """An answer that takes until it is ended."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def answer(self, _: object) -> Answer:
        with ended_by(self.ended.set):
            self.begun.set()
            assert self.ended.wait(PATIENCE)
            raise ValueError("ended")


async def answered(endless: Endless, client: Client, desk: Desk):
    handle = desk.handler(endless.answer)
    answering = asyncio.ensure_future(handle(client.request))
    assert await asyncio.to_thread(endless.begun.wait, PATIENCE)
    return answering


def test_what_is_made_for_a_client_who_leaves_ends():
    async def leave(method: str) -> int:
        client, endless = Client(method), Endless()
        answering = await answered(endless, client, Desk(Settings()))
        assert not endless.ended.is_set()
        client.leaving.set()
        response = await asyncio.wait_for(answering, PATIENCE)
        assert endless.ended.is_set()
        return response.status_code

    assert [run(leave(method)) for method in ("GET", "POST")] == [400, 400]


def test_a_client_who_stays_has_the_answer():
    async def stay() -> bytes:
        handle = Desk(Settings()).handler(lambda _: Answer(b"here"))
        return (await handle(Client().request)).body

    assert run(stay()) == b"here"


def test_what_is_made_ends_quietly_when_the_server_lets_go_of_its_client():
    async def let_go() -> list[object]:
        untold: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: untold.append(told))
        endless, desk = Endless(), Desk(Settings())
        answering = await answered(endless, Client(), desk)
        answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering
        del answering
        await asyncio.to_thread(desk._workers.shutdown)  # when all have come to an end
        await asyncio.sleep(0)
        gc.collect()
        assert endless.ended.is_set()
        return untold

    assert run(let_go()) == []
