"""The owner's switch for the model

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 19:30:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('shop_profile', sa.Column('model_speaks', sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade():
    op.execute('ALTER TABLE shop_profile DROP COLUMN model_speaks')
