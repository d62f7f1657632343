"""The security headers of every answer."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.exceptions import SecurityError

POLICY = {
    "default-src": "'self'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "object-src": "'none'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'",
}
PRIVATE = ("/chat", "/cart", "/checkout", "/orders", "/account", "/admin")


class Sessions(SecureCookieSessionInterface):
    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What any cache may keep tells nothing of who asked for it: neither a cookie nor `Vary: Cookie`.

        Flask would renew a signed-in shopper's cookie even beside a stylesheet, and a shared cache hand it on.
        """
        if not response.cache_control.public:
            super().save_session(app, session, response)


def content_security_policy() -> str:
    """The socket's address is spelt out: some browsers do not count ws: as 'self'."""
    try:
        sources = f"'self' {'wss' if request.is_secure else 'ws'}://{request.host}"
    except SecurityError:  # asked by a name that is not the shop's: nothing there opens a socket
        sources = "'self'"
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, "connect-src": sources}.items())


def secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", content_security_policy())
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.path.startswith(PRIVATE) and not request.path.startswith("/chat/static"):
        response.headers["Cache-Control"] = "no-store"
    if response.mimetype == "text/html":
        response.vary.add("HX-Request")
    if current_app.config["PRODUCTION"] and request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
    app.after_request(secure)
