"""The pages that every resource has: its list, the form of a row, and the question before deleting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.views import View as Page
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from shop.extensions import db, writing
from shop.web.admin.resource import Resource
from shop.web.admin.row_form import RowForm
from shop.web.forms import ShopForm

PER_PAGE, MOST_PAGES = 25, 100_000
TAKEN = "This could not be saved: something like it was saved at the same moment. Please check and try again."

Answer = str | Response | tuple[str, int]


def register(blueprint: Blueprint, resource: Resource[Any]) -> None:
    rows = f"/{resource.name}"
    for path, endpoint, page in (
            (rows, resource.name, ListPage), (f"{rows}/new", f"{resource.name}_new", FormPage),
            (f"{rows}/<int(max=2147483647):row_id>", f"{resource.name}_edit", FormPage),
            (f"{rows}/<int(max=2147483647):row_id>/delete", f"{resource.name}_delete", DeletePage)):
        blueprint.add_url_rule(path, view_func=page.as_view(endpoint, resource))


def saved(form: RowForm, row: Any) -> bool:
    """Writes the form to the row; False when the database refuses what passed the form's own checks."""
    try:
        with writing(db.session()) as session:
            if row.id:
                session.refresh(row)  # what is not loaded would count as changed
            form.populate_obj(row)
            session.add(row)
    except IntegrityError:
        flash(TAKEN, "bad")
        return False
    return True


class ResourcePage(Page):
    init_every_request = False

    def __init__(self, resource: Resource[Any]) -> None:
        self.resource = resource


class ListPage(ResourcePage):
    def dispatch_request(self) -> Answer:
        resource = self.resource
        words = " ".join(request.args.get("q", "").replace("\0", " ").split())[:200]
        view = next((view for view in resource.views if view.key == request.args.get("view")), None)
        asked = request.args.get("sort", "")
        sortable = {column.key: column for column in resource.columns if column.order is not None}
        column = sortable.get(asked.removeprefix("-"), resource.columns[0])
        descending = asked == f"-{column.key}"
        query = resource.rows(words, view, column, descending)
        number = request.args.get("page", 1, type=int)
        page = db.paginate(query, page=min(max(number, 1), MOST_PAGES), per_page=PER_PAGE, error_out=False)
        if page.page > page.pages > 0:
            page = db.paginate(query, page=page.pages, per_page=PER_PAGE)
        return render_template(
            "admin/list.html", resource=resource, page=page, words=words, view=view, sorted_by=column,
            descending=descending)


class FormPage(ResourcePage):
    methods = ("GET", "POST")

    def dispatch_request(self, row_id: int | None = None) -> Answer:
        resource = self.resource
        row = resource.model() if row_id is None else db.get_or_404(resource.model, row_id)
        form = resource.form(row)
        if form.sent:
            if form.grew():
                return self.render(form, row)
            if not form.validate() or not saved(form, row):
                return self.render(form, row), 422
            flash(f"“{resource.title(row)}” was saved.", "good")
            return redirect(resource.address(), 303)
        return self.render(form, row)

    def render(self, form: RowForm, row: Any) -> str:
        title = self.resource.title(row) if row.id else ""
        return render_template("admin/form.html", resource=self.resource, form=form, row=row, title=title)


class DeletePage(ResourcePage):
    methods = ("GET", "POST")

    def dispatch_request(self, row_id: int = 0) -> Answer:
        resource = self.resource
        row = db.get_or_404(resource.model, row_id)
        if request.method == "POST":
            with writing(db.session()):
                removal = resource.removal(row)
                said = removal.obstacle or removal.act()
            flash(said, "bad" if removal.obstacle else "good")
            return redirect(resource.address(), 303)
        return render_template(
            "admin/confirm_delete.html", resource=resource, row=row, title=resource.title(row),
            removal=resource.removal(row), form=ShopForm())
