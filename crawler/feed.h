// Feeds: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, and what calls itself one. Total and bounded (limits::feed_items,
// limits::xml_text): a broken feed gives the entries that can be told apart. Texts are markup as the feed means it,
// entities of the XML undone. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crawler {

struct FeedEntry {
    std::string id;
    std::string title;      // markup
    std::string link;       // as written; empty when there is none
    std::string summary;    // description or summary, markup
    std::string content;    // content or content:encoded, markup
    std::string published;  // as written
    std::string author;
    std::string price;  // g:price of product feeds, as written
    std::vector<std::string> categories;
    std::vector<std::string> images;  // enclosures and media of image types
};

struct Feed {
    std::string version;  // "rss", "rdf", "atom"; empty: no feed
    std::string title, language;
    std::string next;  // rel=next (RFC 5005), as written
    std::vector<FeedEntry> entries;
};

Feed parse_feed(std::string_view bytes);

}  // namespace crawler
