// Text from a place where markup may have been left in: structured descriptions hold "<p>A &amp; B</p>" as often as
// plain words.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

// Tags become blanks or line breaks, entities (once more escaped ones too) are decoded, white space is collapsed.
std::string plain_text(std::string_view text);

}  // namespace crawler
