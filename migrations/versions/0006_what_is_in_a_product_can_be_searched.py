"""What is in a product can be searched

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-25 18:00:00

"""
from hashlib import blake2s
from types import SimpleNamespace

from alembic import op
import sqlalchemy as sa

from shop.assistant.criteria import OWN
from shop.catalogue.items import item_of


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KEY = 'contents'
text = sa.table('product_text', sa.column('product_id', sa.Integer), sa.column('facets', sa.Text), sa.column('terms', sa.Text))
facet = sa.table('facet', sa.column('key', sa.String), sa.column('value', sa.String), sa.column('product_id', sa.Integer))
category = sa.table('category', sa.column('id'), sa.column('slug'), sa.column('name'), sa.column('singular'))
variant = sa.table('variant', *map(sa.column, ('product_id', 'sku', 'colour', 'size', 'stock', 'image')))
revisions = sa.table('revision', sa.column('name', sa.String), sa.column('number', sa.Integer))
COLUMNS = [sa.column(name) for name in ('id', 'slug', 'name', 'description', 'price', 'category_id', 'image', 'rating', 'rating_count')]
LISTED = ('occasions', 'styles', 'seasons', 'materials', 'patterns')


def mark_of(words):
    return f'_f_{blake2s(words.encode(), digest_size=8).hexdigest()}'


def upgrade():
    """Adds to the index what the rows say is in each product. The families are those of the code of the day, as the
    index always is: it is derived from the rows, and reading them again writes it anew."""
    connection = op.get_bind()
    product = sa.table('product', *COLUMNS, sa.column('attributes', sa.JSON), *(
        sa.column(each.column, sa.JSON if each.column in LISTED else sa.String) for each in OWN))
    shelves = {row.id: row for row in connection.execute(sa.select(category))}
    variants = {}
    for row in connection.execute(sa.select(variant)):
        variants.setdefault(row.product_id, []).append(row)
    indexed = connection.execute(sa.select(text.c.product_id, text.c.facets, text.c.terms)).all()
    rows = {row.id: row for row in connection.execute(sa.select(product))}
    for number, facets, terms in indexed:
        row = rows[number]
        item = item_of(SimpleNamespace(**row._mapping), shelves[row.category_id], variants.get(number, ()))
        if not item.contents:
            continue
        marks = [f'{KEY}:{family}' for family in sorted(item.contents)]
        connection.execute(sa.insert(facet), [
            {'key': KEY, 'value': family, 'product_id': number} for family in sorted(item.contents)])
        connection.execute(sa.update(text).where(text.c.product_id == number).values(
            facets='\n'.join((facets, *marks)), terms=' '.join((terms, *map(mark_of, marks)))))
    connection.execute(sa.update(revisions).where(revisions.c.name == 'catalogue').values(number=revisions.c.number + 1))


def downgrade():
    connection = op.get_bind()
    for number, facets, terms in connection.execute(sa.select(text.c.product_id, text.c.facets, text.c.terms)).all():
        lines = facets.split('\n')
        gone = [each for each in lines if each.startswith(f'{KEY}:')]
        if gone:
            marks = set(map(mark_of, gone))
            connection.execute(sa.update(text).where(text.c.product_id == number).values(
                facets='\n'.join(each for each in lines if each not in gone),
                terms=' '.join(each for each in terms.split(' ') if each not in marks)))
    connection.execute(sa.delete(facet).where(facet.c.key == KEY))
