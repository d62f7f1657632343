"""What gunicorn and `flask` start: the app, with the settings of `.env`."""

from __future__ import annotations

import sys
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).with_name(".env"))

from shop import create_app  # noqa: E402
from shop.config import SettingError  # noqa: E402

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"shop: {error}")
