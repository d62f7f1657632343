"""The tables, a file per subject."""

from shop.models.carts import Cart, CartLine
from shop.models.catalogue import Category, Facet, Product, Revision, Synonym, Variant
from shop.models.changes import Change
from shop.models.conversations import Conversation, Message, SpendDay, TurnEvent
from shop.models.knowledge import KnowledgeSection
from shop.models.orders import Order, OrderLine, OrderStep
from shop.models.people import User
from shop.models.product_text import Place, ProductText
from shop.models.profile import ShopProfile
from shop.models.terms import SaleTerms
from shop.models.vectors import ProductVector

__all__ = [
    "Cart", "CartLine", "Category", "Change", "Conversation", "Facet", "KnowledgeSection", "Message", "Order",
    "OrderLine", "OrderStep", "Place", "Product", "ProductText", "ProductVector", "Revision", "SaleTerms",
    "ShopProfile", "SpendDay", "Synonym", "TurnEvent", "User", "Variant",
]
