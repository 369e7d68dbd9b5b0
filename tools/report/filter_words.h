// A selection in the words of a report's language. (casebook::to_string says it in English, for the export log.)
#pragma once

#include <string>

#include "casebook/reader.h"
#include "tools/message_catalogue.h"

namespace tools::report {

std::string filter_words(const casebook::Filter& filter, const MessageCatalogue& words);

}  // namespace tools::report
