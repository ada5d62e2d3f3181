"""A report as somebody opens it: in a browser that writes down whatever it asks for and complains of."""

from __future__ import annotations

from typing import Any

HERE = "https://report.example/"  # a secure origin, as a file is: the clipboard works there alone
_LISTEN = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


class Opened:
    """One open page."""

    def __init__(self, chromium: Any, text: str, settings: dict[str, Any]) -> None:
        width, scheme = settings.pop("width", 1100), settings.pop("scheme", "light")
        self._context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **settings
        )
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._context.route("**/*", lambda route: self._answer(route, text))
        self.page: Any = self._context.new_page()
        if settings.get("java_script_enabled", True):
            self.page.add_init_script(_LISTEN)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(HERE)

    def _answer(self, route: Any, text: str) -> None:
        if route.request.url == HERE:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.abort()

    def allow_clipboard(self) -> None:
        self._context.grant_permissions(["clipboard-read", "clipboard-write"], origin=HERE)

    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def close(self) -> None:
        self._context.close()
