// The cheap look at a page: one pass over its tokens, no tree. Links, title, robots directives, and all the text in
// which anything worth a flag could stand; the crawl engine scans that text and has a tree built (read_page) only for
// pages where something hit or where a field is needed.
//
// The promise (held by tests on every sample page): links are those of read_page() but for images, and every passage
// that read_page() would give is contained in `text`, word for word. Total, linear; threads may call it at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/page.h"

namespace crawler {

struct FirstPass {
    std::string canonical;  // rel=canonical resolved, else the URL itself
    std::string base;       // what relative references are resolved against
    std::string title;
    std::string language;  // as declared
    std::vector<Link> links;
    bool nofollow = false;
    bool noindex = false;
    bool declares_listing = false;  // its structured data names one product, or its tags say that it is one
    // Visible text, alternative texts, meta descriptions and the strings of structured data, entities decoded, a line
    // break where elements break lines. More than read_page() keeps: navigation and related adverts are in it too.
    std::string text;
};

FirstPass skim(const PageInput& input);

// What of a Page the first pass alone knows: links, directives, title. For pages whose text holds nothing worth a tree.
Page page_of(FirstPass pass);

// The same for text already decoded to UTF-8.
FirstPass skim_decoded(std::string_view html, const PageInput& input);

}  // namespace crawler
