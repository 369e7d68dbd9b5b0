#include "tools/lists/listing_words.h"

#include <array>
#include <cctype>

#include "tools/lists/plain_text.h"

namespace tools::lists {

void Appendices::join(const Appendices& other) {
    one |= other.one;
    two |= other.two;
    three |= other.three;
    none |= other.none;
    known &= other.known;
}

std::string_view Appendices::label() const {
    if (one && two) return "I/II";
    if (one) return "I";
    if (two) return "II";
    return three ? "III" : "";
}

Appendices parse_appendices(std::string_view text) {
    Appendices found;
    for (const std::string& part : split_list(text, '/')) {
        if (part == "I")
            found.one = true;
        else if (part == "II")
            found.two = true;
        else if (part == "III")
            found.three = true;
        else if (part == "NC")
            found.none = true;
        else
            found.known = false;
    }
    return found;
}

bool is_eu_annex(std::string_view text) {
    const auto parts = split_list(text, '/');
    for (const std::string& part : parts)
        if (part.size() != 1 || part[0] < 'A' || part[0] > 'D') return false;
    return !parts.empty();
}

std::string rank_name(std::string_view text) {
    static constexpr std::array<std::string_view, 8> ranks{"species",   "subspecies", "variety", "genus",
                                                           "subfamily", "family",     "order",   "class"};
    const std::string name = lower_ascii(trimmed(text));
    for (const std::string_view rank : ranks)
        if (name == rank) return name;
    return {};
}

std::string iso_date(std::string_view text) {
    text = trimmed(text);
    const auto digits = [&](std::size_t at, std::size_t count) {
        if (at + count > text.size()) return false;
        for (std::size_t i = at; i < at + count; ++i)
            if (!std::isdigit(static_cast<unsigned char>(text[i]))) return false;
        return true;
    };
    const auto plausible = [](const std::string& date) {
        const int month = std::stoi(date.substr(5, 2)), day = std::stoi(date.substr(8, 2));
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? date : std::string();
    };
    if (text.size() >= 10 && digits(0, 4) && text[4] == '-' && digits(5, 2) && text[7] == '-' && digits(8, 2))
        return plausible(std::string(text.substr(0, 10)));
    if (text.size() == 10 && digits(0, 2) && text[2] == '/' && digits(3, 2) && text[5] == '/' && digits(6, 4))
        return plausible(std::string(text.substr(6, 4)) + "-" + std::string(text.substr(3, 2)) + "-" +
                         std::string(text.substr(0, 2)));
    return {};
}

}  // namespace tools::lists
