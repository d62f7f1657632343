"""A handful of products and sections as plain values, for tests that need no database."""

from __future__ import annotations

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.knowledge import Section, Shop


def goods(number: int, name: str, price: int, description: str, *, category: str = "hoodies", singular: str = "hoodie",
          colours: tuple[str, ...] = ("Sage", "Black"), sizes: tuple[str, ...] = ("S", "M", "L"),
          stock: tuple[int, ...] = (4, 0, 9, 2, 7, 1), rating: float | None = 4.7, rating_count: int = 312,
          materials: tuple[str, ...] = ("organic cotton",), attributes: dict[str, str] | None = None) -> Item:
    pairs = [(colour, size) for colour in colours for size in sizes]
    return Item(
        id=number, slug=name.lower().replace(" ", "-"), name=name, description=description, price=price,
        category=category, category_name=category.capitalize(), category_singular=singular, image="",
        labels={"brand": ("Loomstead",), "audience": ("unisex",), "occasion": ("everyday", "the outdoors"),
                "style": ("casual",), "season": ("autumn",), "material": materials},
        attributes=attributes or {"care": "wash at 30 degrees"}, rating=rating,
        rating_count=rating_count,
        variants=tuple(ItemVariant(f"{number}-{at}", colour, size, left)
                       for at, ((colour, size), left) in enumerate(zip(pairs, stock, strict=True))))


HARBOUR = goods(1, "Harbour Hoodie", 5900, "A midweight hoodie in organic cotton, brushed on the inside.")
KETTLE = goods(
    2,
    "Kettle Hoodie",
    4500,
    "A lighter hoodie in loopback cotton that breathes.",
    colours=("Pink", "Cream"),
    rating=4.4,
    rating_count=188,
    materials=("cotton",),
)
FLASK = goods(3, "Poet's Flask 500", 2950, "A steel bottle that keeps tea hot for 12 hours. It holds 0.5 litres.",
              category="bottles", singular="bottle", colours=("Green",), sizes=("One size",), stock=(3,), rating=None,
              rating_count=0, materials=("steel",), attributes={})
SOLD_OUT = goods(4, "Pier Zip Hoodie", 6400, "A full-zip hoodie with ribbed sides.", stock=(0, 0, 0, 0, 0, 0))
LIST = (HARBOUR, KETTLE, FLASK)

DELIVERY = Section("delivery", "shipping", "What delivery costs",
                   "Standard delivery in Ireland takes 3 to 5 working days and costs 4.90 EUR. "
                   "Delivery is free for orders of 75 EUR or more.", "postage, shipping cost")
RETURNS = Section("returns", "returns", "How long can I return something?",
                  "You can send things back within 30 days. We refund you within 5 working days.", "send back, return")
HOURS = Section("hours", "store", "Opening hours", "We are open Monday to Saturday from 10:00 to 18:00.", "open, close")
CARE = Section("care", "care", "Washing wool", "Wash wool at 30 degrees and dry it flat.", "wash, wool")
SECTIONS = (DELIVERY, RETURNS, HOURS, CARE)
SHOP = Shop("Linnet Yard", "Hello.", "hello@example.com", "+353 1 555 0142", "Monday to Friday from 9:00 to 18:00")


def euros(minor: int) -> str:
    """Minor units of the euro as the shop writes them."""
    return f"€{minor // 100}" if minor % 100 == 0 else f"€{minor / 100:.2f}"
