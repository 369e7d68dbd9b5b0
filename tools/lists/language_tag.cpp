#include "tools/lists/language_tag.h"

#include <unicode/uloc.h>

#include <array>
#include <utility>

#include "tools/lists/plain_text.h"

namespace tools::lists {

namespace {

// Column titles and bibliographic codes that ICU does not map.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> others{{{"english", "en"},
                                                                                {"spanish", "es"},
                                                                                {"french", "fr"},
                                                                                {"german", "de"},
                                                                                {"chinese", "zh"},
                                                                                {"russian", "ru"},
                                                                                {"arabic", "ar"},
                                                                                {"portuguese", "pt"},
                                                                                {"fre", "fr"},
                                                                                {"ger", "de"},
                                                                                {"chi", "zh"},
                                                                                {"dut", "nl"},
                                                                                {"cze", "cs"},
                                                                                {"gre", "el"},
                                                                                {"rum", "ro"},
                                                                                {"may", "ms"}}};

}  // namespace

std::string language_tag(std::string_view code) {
    const std::string given = lower_ascii(trimmed(code));
    for (const auto& [name, tag] : others)
        if (given == name) return std::string(tag);
    const std::size_t dash = given.find_first_of("-_");
    const std::string primary = given.substr(0, dash);
    if (primary.size() < 2 || primary.size() > 3) return {};
    for (const char c : primary)
        if (c < 'a' || c > 'z') return {};
    char language[ULOC_LANG_CAPACITY] = {};
    UErrorCode status = U_ZERO_ERROR;
    uloc_getLanguage(primary.c_str(), language, sizeof language, &status);
    std::string tag = U_SUCCESS(status) && language[0] ? language : primary;
    const std::string rest = dash == std::string::npos ? "" : given.substr(dash + 1);
    for (const char c : rest)
        if (c < 'a' || c > 'z') return tag;
    if (rest.size() == 4) tag += {'-', static_cast<char>(rest[0] - 32), rest[1], rest[2], rest[3]};        // zh-Hans
    if (rest.size() == 2) tag += {'-', static_cast<char>(rest[0] - 32), static_cast<char>(rest[1] - 32)};  // pt-BR
    return tag;
}

}  // namespace tools::lists
