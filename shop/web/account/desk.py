"""What all account pages share: the blueprint, who may open a page, and how often a password may be tried."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded

from shop.extensions import limiter
from shop.models import User
from shop.people.accounts import account_name
from shop.web.signing_in import leave_what_is_not_theirs, note_presence, to_sign_in, visitor

blueprint = Blueprint("account", __name__, url_prefix="/account")
blueprint.before_app_request(leave_what_is_not_theirs)

Given = ParamSpec("Given")
# One count for all pages that ask for a password: none of them is a way around the others.
ADDRESS, PASSWORD = "account-address", "account-password"


def account_tried() -> str:
    """Which account a form tries to open: the one of the e-mail address in it."""
    return f"account:{account_name((request.form.get('email') or '')[:254])}"


def own_account() -> str:
    user = visitor()
    return f"account:{user.email}" if user else account_tried()


tries_of_address = limiter.shared_limit("20/minute", ADDRESS)
tries_of_account = limiter.shared_limit("5/minute", PASSWORD, key_func=account_tried)
tries_of_own_account = limiter.shared_limit("5/minute", PASSWORD, key_func=own_account)
# Whoever registers addresses to learn which are known leaves an account behind for each that was not.
new_accounts = limiter.limit("20/hour")


@blueprint.app_template_global()
def account_url() -> str:
    return url_for("account.overview")


def for_visitors(view: Callable[[User], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """Hands the view who is signed in; everybody else is asked to sign in, and comes back to the page."""
    @wraps(view)
    def show() -> ResponseReturnValue:
        if (user := visitor()) is None:
            return to_sign_in()
        note_presence()
        return view(user)
    return show


def in_words(seconds: int) -> str:
    if seconds > 120:
        return f"{-(-seconds // 60)} minutes"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


# {endpoint: its page again, with what is wrong above the form}
pages_again: dict[str, Callable[[str], str]] = {}


@blueprint.errorhandler(RateLimitExceeded)
def too_many_tries(error: RateLimitExceeded) -> tuple[str, int]:
    limit = limiter.current_limit
    seconds = max(1, limit.reset_at - int(time.time())) if limit else 60
    trouble = f"Too many tries. Try again in {in_words(seconds)}."
    page = pages_again.get(request.endpoint or "")
    return page(trouble) if page else render_template("account/wait.html", trouble=trouble), 429
