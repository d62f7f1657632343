"""Products have a fit

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-25 15:40:00

"""
import unicodedata
from hashlib import blake2s

from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

LONGEST = 40
product = sa.table('product', sa.column('id', sa.Integer), sa.column('fit', sa.String), sa.column('attributes', sa.JSON))
facet = sa.table('facet', sa.column('key', sa.String), sa.column('value', sa.String), sa.column('product_id', sa.Integer))
text = sa.table('product_text', sa.column('product_id', sa.Integer), sa.column('facets', sa.Text), sa.column('terms', sa.Text))
revisions = sa.table('revision', sa.column('name', sa.String), sa.column('number', sa.Integer))


# As the shop's code had them when this was written: a migration must mean the same for ever.
def fold(text):
    letters = unicodedata.normalize('NFKD', text).casefold()
    return ''.join(each for each in letters if not unicodedata.combining(each))


def mark_of(facet):
    return f'_f_{blake2s(facet.encode(), digest_size=8).hexdigest()}'


def upgrade():
    op.add_column('product', sa.Column('fit', sa.String(length=LONGEST), nullable=False, server_default=''))
    connection = op.get_bind()
    moved = False
    for number, attributes in connection.execute(sa.select(product.c.id, product.c.attributes)).all():
        # What stood among the attributes under that name is the same thing.
        name = next((each for each in attributes or {} if fold(each) == 'fit'), None)
        value = str(attributes[name]).strip() if name is not None else ''
        if not value or len(value) > LONGEST:
            continue
        moved = True
        left = {each: said for each, said in attributes.items() if each != name}
        connection.execute(sa.update(product).where(product.c.id == number).values(fit=value, attributes=left))
        index(connection, number, fold(value).removesuffix(' fit'))
    if moved:
        connection.execute(sa.update(revisions).where(revisions.c.name == 'catalogue').values(
            number=revisions.c.number + 1))


def index(connection, number, value):
    """Adds the fit to a product that is for sale, as the index would; its words stand there already."""
    row = connection.execute(sa.select(text.c.facets, text.c.terms).where(text.c.product_id == number)).first()
    if row is None:
        return
    mark = f'fit:{value}'
    connection.execute(sa.insert(facet).values(key='fit', value=value, product_id=number))
    connection.execute(sa.update(text).where(text.c.product_id == number).values(
        facets=f'{row.facets}\n{mark}', terms=f'{row.terms} {mark_of(mark)}'))


def downgrade():
    connection = op.get_bind()
    for number, fit, attributes in connection.execute(
            sa.select(product.c.id, product.c.fit, product.c.attributes).where(product.c.fit != '')).all():
        connection.execute(sa.update(product).where(product.c.id == number).values(attributes={**(attributes or {}), 'fit': fit}))
    connection.execute(sa.delete(facet).where(facet.c.key == 'fit'))
    op.execute('ALTER TABLE product DROP COLUMN fit')
