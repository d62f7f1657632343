"""Orders that wait for their payment

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 21:10:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('customer_order', sa.Column('payment_reference', sa.String(length=200), nullable=False, server_default=''))
    op.add_column('customer_order', sa.Column('pay_by', sa.DateTime(timezone=True), nullable=True))
    op.add_column('customer_order', sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_customer_order_status_pay_by', 'customer_order', ['status', 'pay_by'])


# What is in the orders that are being waited for.
SET_ASIDE = "FROM order_line JOIN customer_order ON customer_order.id = order_id WHERE status = 'awaiting_payment'"


def downgrade():
    # 0003 cannot wait for payments: such orders are cancelled, which first puts their goods back.
    op.execute(f'UPDATE variant SET stock = stock + (SELECT SUM(quantity) {SET_ASIDE} AND variant_id = variant.id) WHERE id IN (SELECT variant_id {SET_ASIDE})')
    for table in ('order_step', 'customer_order'):
        op.execute(f"UPDATE {table} SET status = 'cancelled' WHERE status IN ('awaiting_payment', 'expired', 'refund_due')")
    op.drop_index('ix_customer_order_status_pay_by', 'customer_order')
    # In place: making the table anew, as batches do on SQLite, would take the order lines with it.
    for name in ('payment_reference', 'pay_by', 'paid_at'):
        op.execute(f'ALTER TABLE customer_order DROP COLUMN {name}')
