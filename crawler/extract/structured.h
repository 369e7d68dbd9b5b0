// The structured data of a page in one shape, whatever syntax it was written in.
//
// Every item is a JSON-LD-like object: "@type", "@id" and properties. JSON-LD comes as it stands in the page;
// microdata and RDFa properties keep the names the page gave them (RDFa ones expanded to IRIs); OpenGraph, product and
// Twitter tags are one object each page. State objects (__NEXT_DATA__, application/json scripts) are whole values.
// All readers are total, iterative over the tree, and bounded by the constants below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/resolve.h"
#include "crawler/extract/value.h"

namespace crawler {

inline constexpr std::size_t kMaxItems = 2'000;        // items of one syntax on one page
inline constexpr std::size_t kMaxProperties = 20'000;  // of all items of one syntax

enum class Syntax : std::uint8_t { json_ld, microdata, rdfa, opengraph, state };

std::string_view to_string(Syntax syntax);

struct Item {
    Syntax syntax = Syntax::json_ld;
    Value value;
    NodeId node = kNoNode;  // the element it stands on; kNoNode where there is none
};

// Names in lower case, in page order: <meta name|property|itemprop content>.
using MetaTags = std::vector<std::pair<std::string, std::string>>;

struct StructuredData {
    std::vector<Item> items;
    MetaTags meta;

    // Content of the first meta tag of that name, empty when absent.
    std::string_view meta_content(std::string_view name) const;
};

StructuredData read_structured_data(const Tree& tree, const BaseUrl& base);

// The single readers.
void read_json_ld(std::string_view script, std::vector<Item>& items);
void read_microdata(const Tree& tree, const BaseUrl& base, std::vector<Item>& items);
void read_rdfa(const Tree& tree, const BaseUrl& base, std::vector<Item>& items);
void read_state(std::string_view script, std::vector<Item>& items);

// "Product" for "http://schema.org/Product", "schema:Product" and "Product".
std::string_view local_name(std::string_view name);

// All items as a JSON array of {"syntax", "item"}, for people to read; embedded states of whole applications left out.
std::string structured_json(const StructuredData& data);

}  // namespace crawler
