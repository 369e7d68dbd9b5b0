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
