// What a document's title says of the page itself: "Ivory figure" of "Ivory figure | Antiques Ltd" and of
// "Antiques Ltd: Ivory figure" on antiques.example. Pure.
#pragma once

#include <string_view>

namespace crawler {

// The title without the site's name; the first part is the site's where the address says so, else the last.
std::string_view without_site(std::string_view title, std::string_view url);

}  // namespace crawler
