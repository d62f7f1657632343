"""The pages that resources have: list, exported file, form or page of a row, and the question before deleting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.views import View as Page
from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from shop.extensions import db, writing
from shop.web.admin.fields import trimmed
from shop.web.admin.resource import Column, Read, Refused, Resource, View, Written
from shop.web.admin.row_form import RowForm, Unsaved
from shop.web.admin.sheet import download
from shop.web.forms import ShopForm

PER_PAGE, MOST_PAGES, LONGEST_NOTE = 25, 100_000, 500
TAKEN = "This could not be saved: something like it was saved at the same moment. Please check and try again."

Answer = str | Response | tuple[str, int]


def register(blueprint: Blueprint, resource: Resource[Any], list_page: type[ListPage] | None = None) -> None:
    """Adds the pages that this kind of resource has."""
    rows = f"/{resource.name}"
    one = f"{rows}/<{resource.id_part}:row_id>"
    pages: list[tuple[str, str, type[ResourcePage]]] = [
        (rows, resource.name, list_page or ListPage), (f"{rows}/export.csv", f"{resource.name}_export", ExportPage)]
    if isinstance(resource, Written):
        pages += [(f"{rows}/new", f"{resource.name}_new", FormPage), (one, f"{resource.name}_edit", FormPage)]
    if isinstance(resource, Read):
        pages.append((one, f"{resource.name}_show", RowPage))
    if resource.removal:
        pages.append((f"{one}/delete", f"{resource.name}_delete", DeletePage))
    for path, endpoint, page in pages:
        blueprint.add_url_rule(path, view_func=page.as_view(endpoint, resource))


def saved(form: RowForm, row: Any) -> bool:
    """Writes the form to the row; False when the database, or the form as it writes, refuses what passed the
    form's own checks."""
    done = False
    try:
        with writing(db.session()) as session:
            if row.id:
                session.refresh(row)  # what is not loaded would count as changed
            form.populate_obj(row)
            session.add(row)
        done = True
    except IntegrityError:
        flash(TAKEN, "bad")
    except Unsaved:
        pass
    finally:
        form.settled(done)
    return done


@dataclass(frozen=True)
class Asked:
    """Which part of a list is asked for, and in which order."""

    words: str
    view: View | None
    column: Column[Any]
    descending: bool

    @classmethod
    def of(cls, resource: Resource[Any]) -> Asked:
        words = " ".join(request.args.get("q", "").replace("\0", " ").split())[:200]
        view = next((view for view in resource.views if view.key == request.args.get("view")), None)
        sortable = {column.key: column for column in resource.columns if column.order is not None}
        asked = request.args.get("sort", "")
        if asked.removeprefix("-") not in sortable:
            asked = resource.first
        column = sortable.get(asked.removeprefix("-"), resource.columns[0])
        return cls(words, view, column, asked == f"-{column.key}")

    def rows(self, resource: Resource[Any]) -> Select[Any]:
        return resource.rows(self.words, self.view, self.column, self.descending)


class ResourcePage(Page):
    init_every_request = False

    def __init__(self, resource: Any) -> None:
        self.resource = resource


class ListPage(ResourcePage):
    def dispatch_request(self) -> Answer:
        return self.render()

    def render(self, **more: Any) -> str:
        resource, asked = self.resource, Asked.of(self.resource)
        query = asked.rows(resource)
        number = request.args.get("page", 1, type=int)
        page = db.paginate(query, page=min(max(number, 1), MOST_PAGES), per_page=PER_PAGE, error_out=False)
        if page.page > page.pages > 0:
            page = db.paginate(query, page=page.pages, per_page=PER_PAGE)
        return render_template(
            resource.list_template, resource=resource, page=page, lines=resource.lines(page.items), asked=asked, **more)


class ExportPage(ResourcePage):
    def dispatch_request(self) -> Answer:
        return download(self.resource, Asked.of(self.resource).rows(self.resource))


class FormPage(ResourcePage):
    methods = ("GET", "POST")

    def dispatch_request(self, row_id: int | None = None) -> Answer:
        resource = self.resource
        row = resource.model() if row_id is None else resource.find(row_id)
        form = resource.form(row)
        if form.sent:
            if form.grew():
                return self.render(form, row)
            if not form.validate() or not saved(form, row):
                return self.render(form, row), 422
            flash(f"“{resource.title(row)}” was saved.", "good")
            for remark in form.remarks:
                flash(remark, "warn")
            return redirect(resource.address(), 303)
        return self.render(form, row)

    def render(self, form: RowForm, row: Any) -> str:
        title = self.resource.title(row) if row.id else ""
        return render_template("admin/form.html", resource=self.resource, form=form, row=row, title=title)


class RowPage(ResourcePage):
    """A row to read, and the steps it may take."""

    methods = ("GET", "POST")

    def dispatch_request(self, row_id: Any = None) -> Answer:
        resource = self.resource
        row = resource.find(row_id)
        steps = resource.steps(row)
        if request.method == "POST":
            wanted = next((step for step in steps if step.key == request.form.get("step")), None)
            try:
                if wanted is None:
                    raise Refused("That is no longer possible. Here is how things stand now.")
                flash(wanted.act(trimmed(request.form.get("note"))[:LONGEST_NOTE]), "good")
            except Refused as refusal:
                flash(str(refusal), "bad")
            return redirect(resource.row_address(row), 303)
        return render_template(
            resource.template, resource=resource, row=row, title=resource.title(row), steps=steps, form=ShopForm(),
            **resource.facts(row))


class DeletePage(ResourcePage):
    methods = ("GET", "POST")

    def dispatch_request(self, row_id: Any = None) -> Answer:
        resource = self.resource
        row = resource.find(row_id)
        if request.method == "POST":
            try:
                with writing(db.session()):
                    removal = resource.removal(row)
                    if removal.obstacle:
                        raise Refused(removal.obstacle)
                    said = removal.act()
            except Refused as refusal:
                flash(str(refusal), "bad")
            else:
                flash(said, "good")
                removal.afterwards()
            return redirect(resource.address(), 303)
        return render_template(
            "admin/confirm_delete.html", resource=resource, row=row, title=resource.title(row),
            removal=resource.removal(row), form=ShopForm())
