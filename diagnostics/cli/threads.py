"""Threads that the program does not wait for: a name that takes a minute to resolve must not hold up the report."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads(ThreadPoolExecutor):
    """Runs each call in a thread of its own that ends with the process.

    asyncio takes only a ThreadPoolExecutor, whose threads are waited for when the loop closes and again when the
    interpreter ends. What runs here is short or hopeless: name resolution and the SDKs' file reads.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Start the call."""
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                answer = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed to who waits for it
                future.set_exception(error)
            else:
                future.set_result(answer)

        Thread(target=work, name="look-up", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave what still runs to itself."""
