"""The products' vectors in the table: made where they are missing, read for a list."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from threading import Lock, Thread
from typing import Any

import numpy as np
from sqlalchemy import Select, and_, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.assistant.recommending.item_text import meaning_of
from shop.assistant.similarity import Embedder, EmbedderTrouble, Vectors
from shop.catalogue.searching import one_of
from shop.catalogue.shelves import Shelves
from shop.extensions import Reads, writing
from shop.models import ProductText, ProductVector

log = logging.getLogger(__name__)

BATCH = 100
STORED = np.dtype("<f2")


def wanting(model: str, *columns: Any) -> Select[Any]:
    """Of the products for sale those without this model's vector of what they say now."""
    current = and_(ProductVector.product_id == ProductText.product_id, ProductVector.model == model,
                   ProductVector.reading == ProductText.reading)
    return select(*columns).select_from(ProductText).outerjoin(ProductVector, current).where(
        ProductVector.product_id.is_(None))


def missing(session: Reads, model: str) -> int:
    return session.scalar(wanting(model, func.count())) or 0


def fill(session: Session, embedder: Embedder, progress: Callable[[int], None]) -> int:
    """Makes what vectors are missing, and gives their number. No transaction is open while the embedder works, so that
    the shop sells on; what it has made so far stays. Raises EmbedderTrouble."""
    made = last = 0
    while rows := session.execute(
            wanting(embedder.name, ProductText.product_id, ProductText.reading)
            .where(ProductText.product_id > last).order_by(ProductText.product_id).limit(BATCH)).all():
        readings = {row.product_id: row.reading for row in rows}
        ids = list(readings)
        items = Shelves(session).items(ids)
        session.rollback()
        vectors = embedder.embed([meaning_of(item) for item in items])
        try:
            keep(session, embedder.name, readings, dict(zip((item.id for item in items), vectors, strict=True)))
        except IntegrityError:  # another process has made them, or a product is gone
            log.info("vectors of products %d to %d were not kept", ids[0], ids[-1])
        made, last = made + len(items), ids[-1]
        progress(len(rows))
    session.rollback()
    return made


def keep(session: Session, model: str, readings: Mapping[int, str], vectors: Mapping[int, Any]) -> None:
    """With the fingerprints that stood there before the texts were read: what changes meanwhile is made anew."""
    with writing(session):
        session.execute(delete(ProductVector).where(ProductVector.product_id.in_(readings)))
        if vectors:
            session.execute(insert(ProductVector), [
                {"product_id": number, "model": model, "reading": readings[number],
                 "vector": vector.astype(STORED).tobytes()} for number, vector in vectors.items()])


def similarities(session: Reads, model: str, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
    """The cosine of each of these products to a vector, where it has one of the same model and length."""
    rows = session.execute(select(ProductVector.product_id, ProductVector.vector).where(
        one_of(session, ProductVector.product_id.expression, ids), ProductVector.model == model)).all()
    rows = [row for row in rows if len(row.vector) == STORED.itemsize * len(vector)]
    if not rows:
        return {}
    matrix = np.frombuffer(b"".join(row.vector for row in rows), STORED).reshape(len(rows), -1).astype(np.float32)
    return dict(zip((row.product_id for row in rows), (matrix @ vector).tolist(), strict=True))


class Keeper:
    """Makes missing vectors beside the shop's work, in one thread a process at most."""

    def __init__(self, sessions: Callable[[], Session], embedder: Embedder) -> None:
        self._sessions, self._embedder = sessions, embedder
        self._lock = Lock()
        self._working = False
        self._seen: int | None = None

    @property
    def busy(self) -> bool:
        with self._lock:
            return self._working

    def catch_up(self, revision: int) -> None:
        """Looks for work where the catalogue has changed since it last did."""
        with self._lock:
            if self._working or self._seen == revision:
                return
            self._working, self._seen = True, revision
        Thread(target=self._work, daemon=True, name="vectors").start()

    def _work(self) -> None:
        try:
            with self._sessions() as session:
                fill(session, self._embedder, lambda count: None)
        except EmbedderTrouble as trouble:
            log.warning("vectors of products could not be made: %s", trouble)
            self._seen = None  # the next question tries again
        except Exception:
            log.exception("vectors of products could not be made")
        finally:
            with self._lock:
                self._working = False
