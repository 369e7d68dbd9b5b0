#include "detector/letter_marks.h"

#include <algorithm>
#include <utility>

#include "detector/fold.h"

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

std::string with_tones_moved(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> kMoved[] = {
        {"òa", "oà"}, {"óa", "oá"}, {"ỏa", "oả"}, {"õa", "oã"}, {"ọa", "oạ"}, {"òe", "oè"}, {"óe", "oé"}, {"ỏe", "oẻ"},
        {"õe", "oẽ"}, {"ọe", "oẹ"}, {"ùy", "uỳ"}, {"úy", "uý"}, {"ủy", "uỷ"}, {"ũy", "uỹ"}, {"ụy", "uỵ"}};
    std::string moved = case_folded(text);
    for (const auto& [from, to] : kMoved)
        for (std::size_t at = 0; (at = moved.find(from, at)) != std::string::npos; at += to.size())
            moved.replace(at, from.size(), to);
    return moved;
}

}  // namespace detector
