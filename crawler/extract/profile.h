// The profile of one market: where its pages keep what, in CSS selectors (config/profiles/<market>.toml).
//
// Structured data needs no profile; one is for markets without it, or to overrule what the page's own data gets wrong.
// The file names the address patterns of listing and index pages, selectors for the fields, and sample pages with the
// listings they must yield, which the tests run. Immutable once read: threads may share one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/page.h"
#include "crawler/extract/price.h"
#include "crawler/extract/resolve.h"
#include "crawler/extract/selector.h"

namespace crawler {

// What a selector takes from the elements it matches.
struct Pick {
    Selector selector;
    std::string attribute;  // empty: the text
};

struct Profile {
    std::string name;
    std::string country;                    // ISO 3166, lower case: what "$" and phone numbers mean here
    std::vector<std::string> listing_urls;  // globs over the URL ("https://*.example/item/*"); any fits
    std::vector<std::string> index_urls;
    std::vector<Pick> title, description, price, currency, availability, sku, seller, location, published, category,
        images, tags;
    // Rows of name and value: `rows` elements, inside them `name` and `value`.
    std::vector<Selector> attribute_rows;
    std::vector<Pick> attribute_name, attribute_value;
    std::vector<Selector> remove;  // taken out before anything is read
    // Index pages
    std::vector<Selector> card;
    std::vector<Pick> card_link, card_title, card_price;
    std::vector<Pick> next;                    // the link to the next page
    std::vector<std::string> text_attributes;  // attributes that any field above is taken from
    struct Sample {
        std::filesystem::path page;  // beside the profile
        std::string url;
        std::filesystem::path expected;  // JSON: any of the fields (config/profiles/README.md)
    };
    std::vector<Sample> samples;
};

// Reads a profile; throws detector::DataError (file:line, remedy) for unknown keys and bad selectors.
std::unique_ptr<const Profile> read_profile(const std::filesystem::path& file);

// By the patterns of the address alone.
bool is_listing_address(const Profile& profile, std::string_view url);
bool is_index_address(const Profile& profile, std::string_view url);

// Overrules what the page's own evidence gave where a selector matches.
void apply_profile(const Profile& profile, const Tree& tree, const BaseUrl& base, const PriceContext& context,
                   Page& page);

// '*' stands for any run of characters. Linear but for backtracking over one star.
bool matches_glob(std::string_view pattern, std::string_view text);

}  // namespace crawler
