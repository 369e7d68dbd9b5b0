// What old and noisy shops do to a reader, one general thing a test: headings without an element, captions over other
// people's goods, choices, surcharges, pick-up lines, chosen variants.
#include <catch2/catch.hpp>

#include "crawler/extract/page.h"
#include "crawler/extract/page_title.h"

using namespace crawler;
using detector::Field;

namespace {

Page shop_page(const std::string& html, const std::string& url = "https://shop.example/1") {
    return read_page({html, url, "text/html; charset=utf-8", {}, nullptr});
}

}  // namespace

TEST_CASE("a title is told from the site's name, wherever that stands", "[extract][offer]") {
    CHECK(without_site("Carved bangle | Antiques Ltd", "https://antiques.example/1") == "Carved bangle");
    CHECK(without_site("Hollow Oak - Carved bangle", "https://www.hollowoak.example/1") == "Carved bangle");
    CHECK(without_site("HollowOak.example: Carved bangle - large", "https://hollowoak.example/1") ==
          "Carved bangle - large");
    CHECK(without_site("Carved bangle", "https://shop.example/1") == "Carved bangle");
}

TEST_CASE("the heading of an old shop is a bold line, and so is what stands over its other goods", "[extract][offer]") {
    const Page page = shop_page(R"(<title>Hollow Oak - Deep Carved Bangle</title><table><tr><td>
        <p><font size=5><b>Deep Carved Bangle</b></font></p><p>Turned by hand.</p>
        <p>Item #: HB-210</p><p><b>$34.95</b></p><form><input type=submit value="Add to cart"></form>
        <p><b>You will also need:</b></p><table><tr>
        <td><a href=/a><img src=a.jpg></a><br>Wax for bangles<br><b>$9.50</b><br><a href=/c/a>Add to cart</a></td>
        <td><a href=/b><img src=b.jpg></a><br>Wooden box<br><b>$21.95</b><br><a href=/c/b>Add to cart</a></td>
        <td><a href=/c><img src=c.jpg></a><br>Bangle stand<br><b>$24.95</b><br><a href=/c/c>Add to cart</a></td>
        <td><a href=/d><img src=d.jpg></a><br>Cotton bag<br><b>$26.50</b><br><a href=/c/d>Add to cart</a></td>
        </tr></table></td></tr></table>)",
                                "https://hollowoak.example/hb210.htm");
    CHECK(page.kind == PageKind::listing);
    CHECK(page.listing.first(Field::title) == "Deep Carved Bangle");
    CHECK(page.listing.price.amount == "34.95");
    CHECK(page.listing.sku == "HB-210");
    CHECK(page.listing.availability == "InStock");
}

namespace {

// A product page of which only the middle is said.
Page offer_page(const std::string& middle) {
    return shop_page("<title>Carved bangle</title><h1>Carved bangle</h1>" + middle +
                     "<p>A bangle that was turned and carved by hand.</p>");
}

const std::string kBuy = "<form><button class=add-to-cart>Add to cart</button></form>";

}  // namespace

TEST_CASE("what may be chosen beside the thing is not its price", "[extract][offer]") {
    const std::vector<std::string> pages{
        // a service at a surcharge, nearer to the button than the price
        "<div><span>$</span><span>189</span><span>.00</span></div><p>Ships from our workshop.</p>"
        "<label><input type=checkbox> Add gift wrapping $35.00</label>" +
            kBuy,
        "<div>$189.00</div><p>Engraved: +$35.00</p>" + kBuy,
        // other sizes
        "<div>$189.00</div><button>Small $99.00</button><button>Large $189.00</button>" + kBuy,
        // rows of a table label their own amounts only; the rest of a row is what its first amount is
        "<table><tr><td>Price</td><td>$189.00</td></tr><tr><td>Postage</td><td>UK $3.80, Europe $9.50, World "
        "$16.20</td></tr></table>",
        // prices of old shops have no names, and are no list for that
        "<p><b>$189.00</b></p><p><small>Import costs $12.00</small></p><p><small>Insured for $90.00</small></p>"
        "<p><small>Insured abroad for $95.00</small></p><p><small>Cleaned for $99.00</small></p>",
        "<div class=price>Our price: $210.00</div><div class=price>Sale price: $189.00</div>" + kBuy,
        // a name is no amount of rand
        "<h2>Bangle R8 with R134a</h2><div>$189.00</div>" + kBuy,
    };
    for (const std::string& each : pages) {
        INFO(each);
        const Page page = offer_page(each);
        CHECK(page.listing.price.amount == "189.00");
        CHECK(page.listing.price.currency == "USD");
    }
    CHECK(offer_page("<div class=price>Sign in for pricing</div><p>Freight from $49.00</p>" + kBuy)
              .listing.price.amount.empty());
}

TEST_CASE("tags for other sites name the lowest price; the page tells what is asked", "[extract][offer]") {
    const Page page = shop_page(
        "<title>Carved bangle</title><meta property=og:type content=product><meta property=og:price:amount "
        "content=89.90><meta property=og:price:currency content=NZD><h1>Carved bangle</h1><div "
        "class=price>$119.90</div>" +
        kBuy + "<p>The small bangle, which we sell too, is $89.90 and comes in a box.</p>");
    CHECK(page.listing.price.amount == "119.90");
    CHECK(page.listing.price.currency == "NZD");
}

TEST_CASE("the lowest of several offers is not what is asked for the chosen one", "[extract][offer]") {
    const Page page = shop_page(
        R"(<title>Carved bangle</title><script type=application/ld+json>{"@type":"Product","name":"Carved bangle",
        "offers":{"@type":"AggregateOffer","lowPrice":"58.80","highPrice":"79.60","priceCurrency":"CAD"}}</script>
        <h1>Carved bangle</h1><p><span>Price:</span> CA$67.20</p><select><option>Small (CA$58.80)</option>
        <option selected>Large (CA$67.20)</option></select>)" +
        kBuy);
    CHECK(page.listing.price.amount == "67.20");
    CHECK(page.listing.price.currency == "CAD");
}

TEST_CASE("a size or a branch without stock is not the thing without stock", "[extract][offer]") {
    const std::string price = "<div class=price>$189.00</div>";
    const std::vector<std::pair<std::string, std::string>> pages{
        {price +
             "<div><a class=tile><span>Small</span> <span>$99.00</span></a><a class=tile><span>Large</span> "
             "<span>$189.00</span></a><a class=tile><span>Huge</span> <span>Unavailable</span></a></div>" +
             kBuy,
         "InStock"},
        {price + "<div><h5>Pickup</h5><p>Unavailable at Springfield</p></div>" + kBuy, "InStock"},
        {price + "<div><h4>Abholung</h4><ul><li>Mitte - nicht verfügbar</li><li>Nord</li></ul></div>" + kBuy,
         "InStock"},
        {price + "<p>Out of season, sold out until spring</p><div style='display:none'>" + kBuy + "</div>",
         "OutOfStock"},
        {price + "<p>Ce produit n'est plus en stock</p><button>M'avertir du retour en stock</button>", "OutOfStock"},
        {price + "<p>Sold out</p><h3>Goes great with</h3><div><a href=/b>Box</a> $9.00 " + kBuy + "</div>",
         "OutOfStock"},
    };
    for (const auto& [html, state] : pages) {
        INFO(html);
        CHECK(offer_page(html).listing.availability == state);
    }
}

TEST_CASE("a thing no longer made is an advert, and what replaces it is another", "[extract][offer]") {
    const Page page = offer_page(
        "<p>Model: <b>BLT-1820K</b></p><div><h3>This item has been discontinued.</h3></div><div><h4>Replaced by</h4>"
        "<a href=/2>Bangle of horn</a> <div class=sku>BLT-2050K</div><div class=price>$149.00</div>" +
        kBuy + "</div>");
    CHECK(page.kind == PageKind::listing);
    CHECK(page.listing.availability == "OutOfStock");
    CHECK(page.listing.sku == "BLT-1820K");
    CHECK(page.listing.price.amount.empty());
}

TEST_CASE("item numbers are told from other codes, wherever shops write them", "[extract][offer]") {
    const std::vector<std::pair<std::string, std::string>> pages{
        {"<p>Model: <b>TRD-7721</b></p><p>Use code <b>RUN100</b></p><p>HSN Code 85285900</p>", "TRD-7721"},
        {"<nav class=breadcrumbs><ol><li>Jewellery</li><li>SKU: W004418827</li></ol></nav>", "W004418827"},
        {"<span>ITEM 2381146</span>", "2381146"},
        {"<table><tr><td><b>Item #</b></td><td><b>Description</b></td><td><b>Each</b></td></tr>"
         "<tr><td>HB-210</td><td>Bangle</td><td>$34.95</td></tr></table>",
         "HB-210"},
        {"<span>商品番号</span>　<span>mk-donabe-8go</span>", "mk-donabe-8go"},
    };
    for (const auto& [html, number] : pages) {
        INFO(html);
        CHECK(offer_page("<div class=price>$189.00</div>" + html + kBuy).listing.sku == number);
    }
}

TEST_CASE("the chosen variant is told from the address or from the form", "[extract][offer]") {
    const std::string product =
        "<title>Carved bangle</title><meta property=og:price:amount content=89.90><h1>Carved bangle</h1>"
        "<div class=price>$119.90</div>" +
        kBuy +
        R"(<script type=application/json>{"title":"Carved bangle","handle":"carved-bangle","price":8990,"variants":[
        {"id":31822074,"sku":"CB-S","available":true,"price":8990},
        {"id":31822075,"sku":"CB-L","available":false,"price":11990}]}</script>)";
    const Page by_address = shop_page(product, "https://shop.example/products/carved-bangle?variant=31822075");
    CHECK(by_address.listing.price.amount == "119.90");
    CHECK(by_address.listing.sku == "CB-L");
    CHECK(by_address.listing.availability == "OutOfStock");
    const Page by_form = shop_page(product +
                                       "<select name=id><option value=31822074 selected>Small</option><option "
                                       "value=31822075>Large</option></select>",
                                   "https://shop.example/products/carved-bangle");
    CHECK(by_form.listing.sku == "CB-S");
    CHECK(by_form.listing.availability == "InStock");

    const Page in_attribute = shop_page(
        R"(<title>Carved bangle</title><h1>Carved bangle</h1><p class=price>$12.00 - $58.00</p><form
        data-product_variations='[{"variation_id":772,"sku":"CB-1","display_price":12,"is_in_stock":true},
        {"variation_id":773,"sku":"CB-3","display_price":31,"is_in_stock":true}]'><div><span class=price>$31.00</span>
        </div><button>Add to cart</button><input type=hidden name=variation_id value=773></form>)");
    CHECK(in_attribute.listing.price.amount == "31");
    CHECK(in_attribute.listing.sku == "CB-3");
}

TEST_CASE("the price of what is chosen is asked, not an end of the range it lies in", "[extract][offer]") {
    const std::vector<std::pair<std::string, std::string>> pages{
        {"<div class=price>$12.00 - $40.00</div>" + kBuy, "12.00"},
        {"<p class=price><span>$12.00</span> – <span>$40.00</span></p><p>Your bangle: <b>$20.00</b></p>" + kBuy,
         "20.00"},
        {"<p class=price>From $12.00</p><div class=total>Item total: <b>$20.00</b></div>" + kBuy, "20.00"},
        {"<p class=price>From $12.00</p>" + kBuy, "12.00"},
        {"<p class=price>$12.00 - $40.00</p><select><option>Thin $12.00</option><option selected>Broad $20.00</option>"
         "<option>Heavy $40.00</option></select>" +
             kBuy,
         "20.00"},
        // each variant with its price, an extra, prose, and what is dearer than all of them
        {"<p class=price>$12.00 - $40.00</p><ul><li>Thin $12.00<li>Broad $20.00<li>Heavy $40.00</ul>" + kBuy, "12.00"},
        {"<p class=price>$12.00 - $40.00</p><p>Add a box for it $15.00</p>" + kBuy, "12.00"},
        {"<p class=price>From $12.00</p><p>The great houses ask for $110 where we do not, as you will see.</p>" + kBuy,
         "12.00"},
        {"<p class=price>$12.00 - $40.00</p><p>Stand: <b>$90.00</b></p>" + kBuy, "12.00"},
        // shares, taxes, reductions, figures
        {"<p class=price>120,00 €</p><p>entspricht 30,00 € pro Reif</p>" + kBuy, "120.00"},
        {"<div>£10.00 exc. VAT</div><div>£12.00 inc. VAT</div>" + kBuy, "12.00"},
        {"<div>Our price: <span itemprop=price content=80>$80.00</span></div><div>Sale price: $64.00</div>" + kBuy,
         "64.00"},
        {"<p class=price-limit>At most 10 to a customer</p><p><b>$64.00</b></p>" + kBuy, "64.00"},
        {"<div class=precio><span class=precio-tachado>20,00 €</span> "
         "<span><span>14</span><span>,75</span><span>€</span></span></div>" +
             kBuy,
         "14.75"},
        {"<p class=price>Please call <a href='tel:5550176'>555-0176</a> for pricing</p>"
         "<dl><dt>Shipping:</dt><dd>$89.00</dd></dl>",
         ""},
    };
    for (const auto& [middle, amount] : pages) {
        INFO(middle);
        CHECK(offer_page(middle).listing.price.amount == amount);
    }
}

TEST_CASE("an item number is the shop's own, and whole", "[extract][offer]") {
    const std::vector<std::pair<std::string, std::string>> pages{
        {"<table><tr><td>Manufacturer part no.</td><td>ZX-900</td></tr><tr><td>Product code</td><td>AB 12-C</td></tr>"
         "</table>",
         "AB 12-C"},
        {"<dl><dt>OEM No.</dt><dd>88-2190</dd><dt>Catalog No.</dt><dd>KP-7719 SS</dd></dl>", "KP-7719 SS"},
        {"<p>Manufacturer: Delmont | SKU: 1180-X</p>", "1180-X"},
        {"<p>Item #1180-X MPN KSG1</p>", "1180-X"},
        {"<small>[Product code TT-BRW82]</small><p>Maker's ref BW-1082</p>", "TT-BRW82"},
        {"<p>Our <abbr>SKU</abbr>: 355-1187</p>", "355-1187"},
        {"<div itemscope itemtype='http://schema.org/Product'><meta itemprop=name content='Carved bangle'>"
         "<meta itemprop=sku content=5512><span>Артикул:</span> <span>ИД-20471</span></div>",
         "ИД-20471"},
        {"<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Carved "
         "bangle\",\"sku\":\"P400\"}</script>"
         "<p>Item No. <span>2304417</span></p><p>Style: P400</p>",
         "2304417"},
    };
    for (const auto& [middle, number] : pages) {
        INFO(middle);
        CHECK(offer_page("<p class=price>$64.00</p>" + middle + kBuy).listing.sku == number);
    }
}

TEST_CASE("what the page says of its stock beats what its template declares", "[extract][offer]") {
    const std::string declared =
        "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Carved "
        "bangle\",\"offers\":{\"price\":\"64\","
        "\"priceCurrency\":\"USD\",\"availability\":\"InStock\"}}</script><p class=price>$64.00</p>";
    const std::string disabled = "<form><button class=add-to-cart disabled>Add to cart</button></form>";
    const std::vector<std::pair<std::string, std::string>> pages{
        {declared + disabled + "<form><input type=email><button>Notify me</button></form>", "OutOfStock"},
        {declared + "<span class=stock>Rupture de stock</span>" + disabled, "OutOfStock"},
        {"<p>$64.00</p><p>Backordered, and not available to order for now.</p>", "OutOfStock"},
        // a size to be chosen, the news, a branch, a question, another variant, a row of best sellers
        {declared + "<select><option>Size<option>M - sold out</select>" + disabled, "InStock"},
        {declared + kBuy + "<footer><form>Notify me of new things<button>Notify me</button></form></footer>",
         "InStock"},
        {declared + kBuy + "<div>Store pickup: <i>Not available at Boise</i></div>", "InStock"},
        {"<p>$64.00</p>" + kBuy + "<p><b>Q:</b> Is it out of stock?</p><p><b>A:</b> The red one is sold out.</p>",
         "InStock"},
        {"<p>$64.00</p><div><div class=sku-selector-item>110V <small>Indisponível</small></div>"
         "<div class=sku-selector-item>220V</div></div>" +
             kBuy,
         "InStock"},
        {"<p>$64.00</p><p>Only 3 left</p><p>Los más vendidos</p>" + kBuy, "InStock"},
    };
    for (const auto& [middle, state] : pages) {
        INFO(middle);
        CHECK(offer_page(middle).listing.availability == state);
    }
}

TEST_CASE("a box is not recommended for being called promoted, nor a notice for sharing", "[extract][offer]") {
    for (const char* name : {"node node-product node-promoted", "AddToCart-ShareOnSocialNetwork"}) {
        const Page page =
            offer_page(std::string("<div class='") + name + "'><p class=price>$64.00</p>" +
                       "<form><button class='js-add-to-cart glyphicon-shopping-cart'>Add to basket</button>"
                       "</form></div>");
        INFO(name);
        CHECK(page.kind == PageKind::listing);
        CHECK(page.listing.price.amount == "64.00");
    }
}
