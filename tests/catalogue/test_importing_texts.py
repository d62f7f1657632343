"""Prices, encodings, delimiters and HTML as they come, and as the shop keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop.catalogue.importing.amounts import NotAnAmount, amount
from shop.catalogue.importing.formats import Source
from shop.catalogue.importing.rows import shelf
from shop.catalogue.wording import address_of, clipped, guarded, plain, restorable, tidy, unguarded

PRICES = [
    ("12.50", 1250),
    ("12.5", 1250),
    ("12,5", 1250),
    ("12", 1200),
    ("0", 0),
    (" 12.50 ", 1250),
    ("12.500", 1250000),
    ("0.500", 50),
    ("0.505", None),
    ("1.234,50 €", 123450),
    ("1,234.50", 123450),
    ("1'234.50", 123450),
    ("1’234.50 CHF", 123450),
    ("1 234,50 kr", 123450),
    ("1 234,50 €", 123450),
    ("1.234.567,89", 123456789),
    ("1,234", 123400),
    ("1.234", 123400),
    ("USD 12", 1200),
    ("12 usd", 1200),
    ("US$12.00", 1200),
    ("$ 12", 1200),
    ("£12.99", 1299),
    ("12,-", 1200),
    ("12.– CHF", 1200),
    ("12,-- €", 1200),
    ("Fr. 12.50", 1250),
    ("12.00 zł", 1200),
    ("₹1,200", 120000),
    ("", None),
    ("abc", None),
    ("from 12", None),
    ("12-15", None),
    ("-12", None),
    ("− 12", None),
    ("1.2.3", None),
    ("1,23,45", None),
    ("12 €/kg", None),
    ("€ 12 €", None),
    ("12.505.1", None),
    ("NaN", None),
    ("1e3", None),
    ("99999999999", None),
    ("12.5055", None),
    ("١٢", 1200),
]


@pytest.mark.parametrize(("text", "minor"), PRICES, ids=[text or "empty" for text, _ in PRICES])
def test_a_price_in_any_usual_notation(text: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(NotAnAmount):
            amount(text, 2)
    else:
        assert amount(text, 2)[0] == minor


@pytest.mark.parametrize(("text", "digits", "minor"), [
    ("1,200", 0, 1200), ("1200", 0, 1200), ("1.234", 3, 1234), ("12,5", 3, 12500)])
def test_the_currency_says_how_many_decimals(text: str, digits: int, minor: int) -> None:
    assert amount(text, digits)[0] == minor


@pytest.mark.parametrize(("text", "code"), [
    ("12 €", "EUR"), ("USD 12", "USD"), ("$12", ""), ("12 kr", ""), ("12 zł", "PLN"), ("12", "")])
def test_a_currency_is_known_where_its_mark_is_its_own(text: str, code: str) -> None:
    assert amount(text, 2)[1] == code


TEXT = "sku,name,price\nA,Grüne Öse “fein”,12\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_file_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_bytes(TEXT.encode(encoding))
    assert [dict(row.fields) for row in Source(file, "csv").rows()] == [
        {"sku": "A", "name": "Grüne Öse “fein”", "price": "12"}]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("hint", ["", "sep="])
def test_any_delimiter_and_line_ending(tmp_path: Path, sign: str, ending: str, hint: str) -> None:
    lines = [*([f"sep={sign}"] if hint else []), sign.join(("sku", "name", "price")), sign.join(("A", '"1,5; x"', "3"))]
    file = tmp_path / "catalogue.csv"
    file.write_text(ending.join(lines) + ending, encoding="utf-8", newline="")
    assert [(row.line, row.fields["name"]) for row in Source(file, "csv").rows()] == [(len(lines), "1,5; x")]


def test_a_row_is_named_by_the_line_it_begins_on(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text('sku,name,price,description\nA,Axe,3,"one\ntwo\nthree"\n\nB,Adze,4,\n', encoding="utf-8")
    assert [row.line for row in Source(file, "csv").rows()] == [2, 6]


@pytest.mark.parametrize(("html", "text"), [
    ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
    ("One<br/>Two", "One\nTwo"),
    ("<ul>\n  <li>One</li>\n  <li>Two</li>\n</ul>", "One\nTwo"),
    ("a <b>bold</b>\nword", "a bold word"),
    ("<script>alert(1)</script>Safe<style>p{}</style>", "Safe"),
    ("Fits necks < 40 cm & > 30 cm", "Fits necks < 40 cm & > 30 cm"),
    ("5 &lt; 6", "5 < 6"),
    ("one\r\n\r\ntwo\t three\0", "one\ntwo three"),
    ("<!-- hidden -->Shown", "Shown"),
])
def test_html_becomes_the_text_a_shopper_would_read(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize("text", [
    "plain", "a < b", "<b>bold</b> said so", "AT&T", "R&amp;D", "&lt;b&gt;", "&notin the set", "two\nlines <p>", ""])
def test_a_text_written_to_a_file_reads_back_the_same(text: str) -> None:
    assert plain(restorable(text)) == tidy(text)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "'=1", "''@x", "'quoted'", "plain", "", "'"])
def test_no_cell_is_a_formula_and_each_reads_back_the_same(cell: str) -> None:
    assert guarded(cell)[:1] not in ("=", "+", "-", "@")
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(("path", "name"), [
    ("Garden > Hand tools", "Hand tools"), ("Garden/Hand tools", "Hand tools"), ("Garden &gt; Tools &amp; ties",
                                                                               "Tools & ties"),
    ("Tools", "Tools"), ("Tools > ", "Tools"), ("", ""), ("Cut&#47;sew", "Cut/sew")])
def test_a_category_is_the_last_part_of_its_path(path: str, name: str) -> None:
    assert shelf(path) == name


@pytest.mark.parametrize("text", ["", "木", "a" * 300, "Grüne Öse", "x.y-z", "~"])
def test_an_address_is_short_steady_and_made_of_plain_letters(text: str) -> None:
    address = address_of(text, 40)
    assert address == address_of(text, 40)
    assert 0 < len(address) <= 40
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not address.startswith("-") and not address.endswith("-")


def test_a_cut_falls_between_words_where_one_ends_nearby() -> None:
    assert (clipped("alpha beta gamma", 12), clipped("a" * 20, 12), clipped("short", 12)) == (
        "alpha beta", "a" * 12, "short")
