#include "crawler/extract/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "crawler/extract/text.h"

namespace crawler {

std::string detected_language(std::string_view text) {
    text = text.substr(0, 20'000);
    if (text.size() < 20) return {};
    // CLD2 reads past nothing but insists on valid UTF-8: give it whole characters only.
    std::string valid;
    valid.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_character(text, at);
        if (c != 0xFFFD) append_utf8(valid, c);
    }
    bool reliable = false;
    const CLD2::Language language = CLD2::DetectLanguage(valid.data(), static_cast<int>(valid.size()), true, &reliable);
    if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
    std::string code = CLD2::LanguageCode(language);
    if (code == "iw") code = "he";
    if (code == "jw") code = "jv";
    return code == "un" ? std::string() : code;
}

std::string clean_language(std::string_view declared) {
    declared = trimmed(declared);
    declared = declared.substr(0, declared.find_first_of(",; "));
    if (declared.size() < 2 || declared.size() > 20 || !is_ascii_letter(declared[0]) || !is_ascii_letter(declared[1]))
        return {};
    std::string out;
    std::size_t part = 0;
    for (std::string_view rest = declared; !rest.empty(); ++part) {
        const auto dash = rest.find_first_of("-_");
        const std::string_view piece = rest.substr(0, dash);
        rest = dash == std::string_view::npos ? std::string_view() : rest.substr(dash + 1);
        if (piece.empty()) break;
        if (part) out += '-';
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const bool upper = part > 0 && (piece.size() == 2 || (piece.size() == 4 && i == 0));
            const char low = ascii_lower(piece[i]);
            out += upper && low >= 'a' && low <= 'z' ? static_cast<char>(low - 0x20) : low;
        }
    }
    return out;
}

}  // namespace crawler
