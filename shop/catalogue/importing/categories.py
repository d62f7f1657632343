"""The shelves that an import finds or puts up."""

from __future__ import annotations

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from shop.assistant.language.text import compact, fold
from shop.catalogue.wording import address_of
from shop.models import Category

OTHER = "Other"


class Categories:
    """By name; one that stood before is also found by its singular or another spelling of its plural."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[str, int] = {}
        self._akin: dict[str, int] = {}
        self._slugs: set[str] = set()
        self.added = 0
        for key, slug, name, singular in session.execute(
                select(Category.id, Category.slug, Category.name, Category.singular).order_by(Category.id)):
            self._slugs.add(slug)
            self._ids.setdefault(fold(name), key)
            for phrase in (name, singular, slug):
                self._akin.setdefault(compact(phrase), key)
        self._position = session.scalar(select(func.max(Category.position))) or 0

    def id_of(self, name: str) -> int:
        """Puts the category up where there is none."""
        name = name or OTHER
        if (found := self._ids.get(fold(name))) is None:
            key = compact(name)
            found = self._akin[key] if key and key in self._akin else self._add(name)
            self._ids[fold(name)] = found
        return found

    def _add(self, name: str) -> int:
        base, number = address_of(name, 74), 1
        slug = base
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        self._slugs.add(slug)
        self._position += 1
        self.added += 1
        self._session.execute(insert(Category), [{"slug": slug, "name": name, "position": self._position}])
        return self._session.scalars(select(Category.id).where(Category.slug == slug)).one()
