// The words that shops put before an item number, and how surely each means one.
#pragma once

#include <string_view>

namespace crawler {

struct ItemLabel {
    std::string_view text;  // lower case
    int rank;               // 5: SKU; 4: item or article number; 3: reference, style; 2: model; 1: a bar code or any id
};

// Does what stands before a label, in lower case, say that the number is that of the maker, of the vehicle's builder or
// of a supplier ("Mfr. Part No.", "OE Ref.")?
bool names_maker(std::string_view before);

// The label `text` begins with, null when none; `low`: the text in lower case, of the same length. `rest` gets what
// follows it and its colon, `separated` whether there was a mark between.
const ItemLabel* label_of(std::string_view low, std::string_view text, std::string_view& rest, bool& separated);

}  // namespace crawler
