"""The tables, a file per subject."""

from shop.models.catalogue import Category, Facet, Product, Revision, Synonym, Variant
from shop.models.conversations import Conversation, Message, SpendDay, TurnEvent
from shop.models.knowledge import KnowledgeSection
from shop.models.orders import Order, OrderLine
from shop.models.people import User
from shop.models.product_text import Place, ProductText
from shop.models.profile import ShopProfile

__all__ = [
    "Category", "Conversation", "Facet", "KnowledgeSection", "Message", "Order", "OrderLine", "Place", "Product",
    "ProductText", "Revision", "ShopProfile", "SpendDay", "Synonym", "TurnEvent", "User", "Variant",
]
