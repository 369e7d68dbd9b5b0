// The smaller fields of an advert as the page shows them: attributes, images, category path, seller, place, date.
// Each reader looks outside the zones that are not the advert (layout.h), is linear and bounded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/resolve.h"

namespace crawler {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

// Two-cell table rows, dt/dd pairs, and lines such as "Material: ivory".
NamedValues shown_attributes(const Tree& tree, const Layout& layout);

struct ShownImages {
    std::vector<std::string> urls;
    std::vector<std::string> texts;  // alternative texts and captions
};

// Images of the advert, lazily loaded ones and the largest of a srcset included; icons and spacers left out.
ShownImages shown_images(const Tree& tree, const Layout& layout, const BaseUrl& base);

// The best address of one image element; empty for placeholders.
std::string image_url(const Tree& tree, NodeId id, const BaseUrl& base);

std::vector<std::string> shown_breadcrumbs(const Tree& tree, const Layout& layout);

struct ShownParty {
    std::string seller, location, published;
};

ShownParty shown_party(const Tree& tree, const Layout& layout);

}  // namespace crawler
