// The text of a short piece of markup, as APIs and feeds carry it: tags gone, block ends as line breaks, entities
// undone, scripts and styles dropped, blanks run together. Total, linear. Whole pages are extract's business.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

std::string text_of_markup(std::string_view markup);

}  // namespace crawler
