"""Carts, what an order needs, terms of sale, and a log of changes

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22 17:43:54.878932

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ADDED = (('name', 120, ''), ('street', 200, ''), ('postcode', 20, ''), ('city', 120, ''), ('country', 80, ''),
         ('payment', 20, 'invoice'), ('fingerprint', 64, ''))


def upgrade():
    op.create_table('sale_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delivery', sa.Integer(), nullable=False),
    sa.Column('free_from', sa.Integer(), nullable=True),
    sa.Column('days_least', sa.Integer(), nullable=False),
    sa.Column('days_most', sa.Integer(), nullable=False),
    sa.Column('return_days', sa.Integer(), nullable=False),
    sa.CheckConstraint('days_least <= days_most', name=op.f('ck_sale_terms_days_in_order')),
    sa.CheckConstraint('delivery >= 0', name=op.f('ck_sale_terms_delivery_not_negative')),
    sa.CheckConstraint('return_days >= 0', name=op.f('ck_sale_terms_return_days_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sale_terms'))
    )
    op.create_table('cart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('guest_id', sa.String(length=32), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(user_id IS NULL) <> (guest_id IS NULL)', name=op.f('ck_cart_one_owner')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_cart_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cart')),
    sa.UniqueConstraint('guest_id', name=op.f('uq_cart_guest_id')),
    sa.UniqueConstraint('user_id', name=op.f('uq_cart_user_id'))
    )
    with op.batch_alter_table('cart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cart_updated_at'), ['updated_at'], unique=False)

    op.create_table('change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('action', sa.String(length=20), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_change_user_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change'))
    )
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_at'), ['at'], unique=False)

    op.create_table('order_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('by', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_order_step_order_id_customer_order'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_step'))
    )
    with op.batch_alter_table('order_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_step_order_id'), ['order_id'], unique=False)

    op.create_table('cart_line',
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quantity BETWEEN 1 AND 99', name=op.f('ck_cart_line_quantity_in_range')),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_cart_line_cart_id_cart'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_cart_line_variant_id_variant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cart_id', 'variant_id', name=op.f('pk_cart_line'))
    )
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cart_line_variant_id'), ['variant_id'], unique=False)

    for name, length, default in ADDED:
        op.add_column('customer_order', sa.Column(name, sa.String(length=length), nullable=False, server_default=default))
    op.add_column('customer_order', sa.Column('idempotency_key', sa.String(length=64), nullable=True))
    op.create_index('ix_customer_order_email', 'customer_order', ['email'])
    op.create_index('ix_customer_order_idempotency_key', 'customer_order', ['idempotency_key'], unique=True)


def downgrade():
    op.drop_index('ix_customer_order_idempotency_key', 'customer_order')
    op.drop_index('ix_customer_order_email', 'customer_order')
    # In place: making the table anew, as batches do on SQLite, would take the order lines with it.
    for name in ('idempotency_key', *(name for name, _, _ in ADDED)):
        op.execute(f'ALTER TABLE customer_order DROP COLUMN {name}')
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cart_line_variant_id'))

    op.drop_table('cart_line')
    with op.batch_alter_table('order_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_step_order_id'))

    op.drop_table('order_step')
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_at'))

    op.drop_table('change')
    with op.batch_alter_table('cart', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cart_updated_at'))

    op.drop_table('cart')
    op.drop_table('sale_terms')
