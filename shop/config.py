"""Every setting of the shop with its default, and the only reader of the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting that cannot be used; the message names it, what it was and what would be right."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    doc: str


SETTINGS: tuple[Setting, ...] = (
    Setting("SHOP_ENV", "development", "`development` or `production`; production insists on `SECRET_KEY`, "
            "`TRUSTED_HOSTS` and https cookies"),
    Setting("SECRET_KEY", "", "signs the session cookie; in development one is made in `instance/secret_key`"),
    Setting("DATABASE_URL", "", "SQLAlchemy address; empty means SQLite in `instance/shop.db`; "
            "PostgreSQL: `postgresql+psycopg://user:password@host/shop`"),
    Setting("REDIS_URL", "", "shares the limits on tries between processes; empty keeps them in each process"),
    Setting("HOST", "127.0.0.1", "address the server listens on"),
    Setting("PORT", "5000", "port the server listens on"),
    Setting("SHOP_CURRENCY", "EUR", "ISO code of the currency that all prices are in"),
    Setting("OPENAI_API_KEY", "", "without it the assistant answers by its rules alone"),
    Setting("OPENAI_BASE_URL", "", "any OpenAI-compatible server, e.g. `http://127.0.0.1:8080/v1`; "
            "set it without a key for a local server"),
    Setting("OPENAI_MODEL", "gpt-4o-mini", "name of the model"),
    Setting("EMBEDDINGS", "local", "what knows which words mean nearly the same: `local` for the sentence model that "
            "set-up installs, `off` for none, or the name of an embedding model at `OPENAI_BASE_URL`"),
    Setting("MODEL_DEADLINE", "20", "seconds that one answer may keep the model busy, all calls together"),
    Setting("SPEND_CAP_DAY", "5.00", "US dollars a day for the model; past it the rules answer; 0 means no model"),
    Setting("SPEND_CAP_CONVERSATION", "0.20", "US dollars one conversation may cost"),
    Setting("MESSAGES_PER_MINUTE", "20", "messages a minute in one conversation"),
    Setting("SOCKETS_MAX", "400", "open chats a process; must stay below the server's threads"),
    Setting("SOCKETS_PER_SESSION", "5", "open chats one browser session may have"),
    Setting("TRUSTED_PROXY_HOPS", "0", "proxies in front whose `X-Forwarded-*` headers are believed"),
    Setting("TRUSTED_HOSTS", "", "host names the shop answers to, comma-separated; required in production"),
    Setting("RETENTION_DAYS", "30", "days an unused conversation or cart of a guest is kept"),
)


@dataclass(frozen=True)
class ModelSettings:
    """What the edge to the language model needs; `api_key` is never shown in a repr."""

    api_key: str
    base_url: str | None
    model: str
    deadline: float
    cap_day: int
    cap_conversation: int

    def __repr__(self) -> str:
        return f"ModelSettings(model={self.model!r}, base_url={self.base_url!r}, api_key=…)"

    @property
    def wanted(self) -> bool:
        """Whether the owner has named a model at all."""
        return bool(self.api_key or self.base_url)


def whole(values: Mapping[str, str], name: str, least: int) -> int:
    raw = values[name]
    if not re.fullmatch(r"\d{1,9}", raw) or int(raw) < least:
        raise SettingError(f"{name} is {raw!r}; it must be a whole number of at least {least}.")
    return int(raw)


def micro_dollars(values: Mapping[str, str], name: str) -> int:
    raw = values[name]
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", raw):
        raise SettingError(f"{name} is {raw!r}; it must be an amount in US dollars such as 5.00.")
    return round(float(raw) * 1_000_000)


def settings(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """All settings as text: the environment's value, or the default where it is absent or empty."""
    environ = os.environ if environ is None else environ
    return {setting.name: environ.get(setting.name, "").strip() or setting.default for setting in SETTINGS}


def flask_config(instance: Path, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The settings as Flask's configuration.

    Raises SettingError for a value that cannot be used. `instance` is where the default database and the
    development key live.
    """
    values = settings(environ)
    if values["SHOP_ENV"] not in ("development", "production"):
        raise SettingError(f"SHOP_ENV is {values['SHOP_ENV']!r}; it must be development or production.")
    if not re.fullmatch(r"[A-Z]{3}", values["SHOP_CURRENCY"]):
        raise SettingError(f"SHOP_CURRENCY is {values['SHOP_CURRENCY']!r}; it must be an ISO code such as EUR.")
    production = values["SHOP_ENV"] == "production"
    hosts = [host.strip() for host in values["TRUSTED_HOSTS"].split(",") if host.strip()]
    if production and not values["SECRET_KEY"]:
        raise SettingError("SECRET_KEY is not set. In production it must be, to a long random text: "
                           "python3 -c 'import secrets; print(secrets.token_hex(32))'")
    if production and not hosts:
        raise SettingError("TRUSTED_HOSTS is not set. In production name the host names of the shop, "
                           "for example TRUSTED_HOSTS=shop.example.com")
    if values["EMBEDDINGS"] not in ("local", "off") and not (values["OPENAI_API_KEY"] or values["OPENAI_BASE_URL"]):
        raise SettingError(f"EMBEDDINGS is {values['EMBEDDINGS']!r}, a model's name, and there is no server to ask for "
                           "it. Set OPENAI_API_KEY or OPENAI_BASE_URL, or EMBEDDINGS to local or off.")
    return {
        "PRODUCTION": production,
        "SECRET_KEY": values["SECRET_KEY"] or development_key(instance),
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"] or f"sqlite:///{instance / 'shop.db'}",
        # An error of the database names its statement and never the values: they are the shoppers' own words.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": True, "pool_size": 20, "max_overflow": 20, "hide_parameters": True},
        "RATELIMIT_STORAGE_URI": values["REDIS_URL"] or "memory://",
        "RATELIMIT_HEADERS_ENABLED": True,
        "CURRENCY": values["SHOP_CURRENCY"],
        "MODEL": ModelSettings(
            api_key=values["OPENAI_API_KEY"], base_url=values["OPENAI_BASE_URL"] or None,
            model=values["OPENAI_MODEL"], deadline=float(whole(values, "MODEL_DEADLINE", 1)),
            cap_day=micro_dollars(values, "SPEND_CAP_DAY"),
            cap_conversation=micro_dollars(values, "SPEND_CAP_CONVERSATION"),
        ),
        "EMBEDDINGS": values["EMBEDDINGS"],
        "MESSAGES_PER_MINUTE": whole(values, "MESSAGES_PER_MINUTE", 1),
        "SOCKETS_MAX": whole(values, "SOCKETS_MAX", 0),
        "SOCKETS_PER_SESSION": whole(values, "SOCKETS_PER_SESSION", 1),
        "RETENTION_DAYS": whole(values, "RETENTION_DAYS", 1),
        "TRUSTED_PROXY_HOPS": whole(values, "TRUSTED_PROXY_HOPS", 0),
        "TRUSTED_HOSTS": hosts or None,
        "SESSION_COOKIE_NAME": "__Host-shop" if production else "shop",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 200,
        "WTF_CSRF_TIME_LIMIT": None,
        "CHAT_LAYOUT": "base.html",
        "SOCK_SERVER_OPTIONS": {
            "ping_interval": 25,
            "max_message_size": 16 * 1024,
            "thread_class": partial(Thread, daemon=True),
        },
    }


def development_key(instance: Path) -> str:
    """The key kept in `instance/secret_key`, made on first use and readable by its owner alone."""
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
