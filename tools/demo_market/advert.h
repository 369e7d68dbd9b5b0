// The demo market's stock: adverts from listings.tsv (compiled into the program), with what the detector should say.
//
// The table is written for this project. Columns: id, shop, title, description, price, currency, seller, location,
// category, language, expected (1: should be flagged), taxon (what is offered, empty for innocents), why (what makes
// it easy or hard), page (how its page misbehaves, see PageQuirks). A bad row throws detector::DataError.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tools::demo_market {

// How the page of an advert is served. In the table: words separated by spaces.
struct PageQuirks {
    std::string charset;       // "charset=GBK": the page is sent in it; empty: UTF-8
    bool undeclared = false;   // neither header nor <meta> names the charset
    bool mislabelled = false;  // the header says UTF-8, the bytes do not
    bool slow = false;         // answers after two seconds
    bool busy = false;         // the first request gets 429 with Retry-After: 1
    bool moved = false;        // linked by an old address: 301, then 302, then the advert
    bool deep = false;         // lies under 20,000 nested <div>
    bool forbidden = false;    // lies where robots.txt forbids: must never be fetched
    bool gone = false;         // still linked, answers 410
    bool unlinked = false;     // only the sitemap knows it
};

struct Advert {
    std::string id, shop, title, description;
    std::string price, currency;  // decimal with '.', ISO 4217; empty: no price named
    std::string seller, location, category, language;
    bool expected = false;
    std::string taxon, why;
    PageQuirks quirks;
};

std::vector<Advert> parse_adverts(std::string_view table, const std::string& file);

// The shipped table.
const std::vector<Advert>& shipped_adverts();

}  // namespace tools::demo_market
