"""Products have vectors

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-25 17:50:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    # Of products that are there already the fingerprint stays empty: their vectors are made all the same, and made
    # anew when the product changes next.
    op.add_column('product_text', sa.Column('reading', sa.String(length=16), nullable=False, server_default=''))
    op.create_table(
        'product_vector',
        sa.Column('product_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('model', sa.String(length=120), nullable=False),
        sa.Column('reading', sa.String(length=16), nullable=False),
        sa.Column('vector', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['product_id'], ['product.id'], name='fk_product_vector_product_id_product', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('product_id', name='pk_product_vector'))


def downgrade():
    op.drop_table('product_vector')
    op.execute('ALTER TABLE product_text DROP COLUMN reading')
