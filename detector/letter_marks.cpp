#include "detector/letter_marks.h"

#include <algorithm>

namespace detector {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has_vietnamese_letter(std::string_view text) {
    return text.find("\xE1\xBA") != std::string_view::npos || text.find("\xE1\xBB") != std::string_view::npos;
}

bool has_latin_mark(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0xC3 && static_cast<unsigned char>(c) <= 0xC5;
    });
}

}  // namespace detector
