// The advert as the detector judges it. The detector owns this type because it is its consumer; the crawler's
// extractors and the readers of listing tables fill it, the casebook stores it.
//
// All text is UTF-8 exactly as extracted (invalid bytes are allowed and survive): spans in matches are byte offsets
// into `Passage::text`. Plain values, no invariants, free to copy and move between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace detector {

// Where in the advert a text stands. The field decides how much a name there weighs; the names below are the
// `field` values of the JSON output.
enum class Field : std::uint8_t { title, description, attribute, category, tag, seller, location, image_text };

std::string_view to_string(Field field);

struct Passage {
    Field field = Field::description;
    std::string label;  // attribute name ("material"), empty elsewhere
    std::string text;
};

struct Price {
    std::string text;      // as written, e.g. "1.234,56 €"; empty when the advert names none
    std::string amount;    // decimal digits with '.' ("1234.56"); empty when not understood
    std::string currency;  // ISO 4217, empty when unknown
};

struct Listing {
    std::string id;      // the platform's own identifier, empty when there is none
    std::string url;     // canonical address, empty for rows of a table without one
    std::string source;  // name of the source or file it came from
    std::vector<Passage> passages;
    Price price;
    std::string seller;
    std::string location;
    std::string language;      // BCP 47 as declared or detected, empty when unknown
    std::string published;     // as found, ISO 8601 where it could be read
    std::string availability;  // schema.org ItemAvailability name ("InStock"), empty when unknown
    std::string sku;
    std::vector<std::string> image_urls;

    // Text of the first passage of `field`, empty when there is none.
    std::string_view first(Field field) const;
};

}  // namespace detector
