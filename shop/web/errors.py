"""What a shopper sees when something went wrong: a page, or a few words where HTMX asked for a part."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError


@dataclass(frozen=True)
class Wording:
    title: str
    text: str


WORDINGS = {
    400: Wording("That did not arrive in one piece",
                 "The shop could not read what your browser sent. Go back and try it once more."),
    403: Wording("This page is not open to you",
                 "You may need to sign in first, or the page belongs to someone else."),
    404: Wording("There is nothing at this address",
                 "The page may have moved, or the product is no longer sold."),
    405: Wording("That cannot be done here", "Go back and try it from the page you came from."),
    413: Wording("That was too large to send", "Make it shorter or choose a smaller file, then try again."),
    429: Wording("That was a little too fast",
                 "There were many requests in a short time. Wait a minute, then carry on."),
    503: Wording("The shop is busy", "Too many people are here at once. Try again in a moment."),
}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
EXPIRED = Wording("This form has been open too long", "Go back, load the page again and send it once more.")
NOT_STORED = Wording("The shop is very busy just now",
                     "Nothing was changed and nothing was ordered. Try again in a moment.")
UNEXPECTED = Wording("Something went wrong on our side",
                     "It is not your doing, and it has been noted. Try again in a moment.")


def refuse_control_characters() -> Response | None:
    """No address of the shop has them, and in a log they would begin a line of their own."""
    if CONTROL.search(request.path):
        return Response("There is nothing at this address.\n", 404, mimetype="text/plain")
    return None


def foreign_name(error: SecurityError) -> ResponseReturnValue:
    """The request names a host that is not the shop's: no page can be made, for none of its links would be right."""
    return Response("This is not a name of this shop.\n", 400, mimetype="text/plain")


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    wording = EXPIRED if isinstance(error, CSRFError) else WORDINGS.get(
        error.code, WORDINGS[400] if error.code < 500 else UNEXPECTED)
    template = "errors/part.html" if "HX-Request" in request.headers else "errors/page.html"
    response = make_response(render_template(template, wording=wording), error.code)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def database_busy(error: OperationalError) -> ResponseReturnValue:
    """The database could not do what was asked of it now: locked for too long, full, or gone. Nothing was written."""
    current_app.logger.error("Database answering %s %s: %s", request.method, request.path, error.orig)
    if "no such" in str(error.orig):
        return unexpected_error(InternalServerError(original_exception=error))
    template = "errors/part.html" if "HX-Request" in request.headers else "errors/plain.html"
    return make_response(render_template(template, wording=NOT_STORED), 503, {"Retry-After": "5"})


def unexpected_error(error: InternalServerError) -> ResponseReturnValue:
    """Asks nothing of the database: it may be what is broken. The id is in the log, beside the traceback."""
    reference = secrets.token_hex(4)
    current_app.logger.error("Error %s answering %s %s", reference, request.method, request.path)
    template = "errors/part.html" if "HX-Request" in request.headers else "errors/plain.html"
    return render_template(template, wording=UNEXPECTED, reference=reference), 500


def init_app(app: Flask) -> None:
    app.before_request(refuse_control_characters)
    app.register_error_handler(SecurityError, foreign_name)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_busy)
    app.register_error_handler(InternalServerError, unexpected_error)
