// The only file that includes <unicode/uldnames.h>.
#include "tools/report/country.h"

#include <unicode/uldnames.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <vector>

#include "crawler/ascii.h"
#include "crawler/extract/text.h"

namespace tools::report {

namespace {

// Languages that markets are written in; a country's name in others is told by the market's domain alone.
constexpr const char* languages[] = {"en", "fr", "es", "de", "it", "pt", "nl", "pl", "cs", "sv", "da",
                                     "fi", "hu", "ro", "el", "tr", "ru", "uk", "ar", "fa", "he", "hi",
                                     "bn", "th", "vi", "id", "ms", "zh", "ja", "ko", "sw"};

// Two letters that are a state of the USA as well: "Portland, ME" is not in Montenegro.
const std::set<std::string_view> ambiguous = {"AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL",
                                              "IN", "KY", "LA", "MA", "MD", "ME", "MN", "MO", "MS",
                                              "MT", "NC", "NE", "PA", "SC", "SD", "TN", "VA"};
// Domains of countries that are used by everybody for what their letters sound like.
const std::set<std::string_view> sold_domains = {"ai", "cc", "co", "fm", "gg", "io", "la",
                                                 "ly", "me", "nu", "to", "tv", "ws"};

// Codes of states that are no more: ICU still knows them, under the names of those that followed.
const std::set<std::string_view> former = {"AN", "BU", "CS", "CT", "DD", "DY", "FQ", "FX", "HV",
                                           "JT", "MI", "NH", "NQ", "NT", "PC", "PU", "PZ", "RH",
                                           "SU", "TP", "UK", "VD", "WK", "YD", "YU", "ZR"};

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return out;
}

std::string to_utf8(const UChar* text, std::int32_t length) {
    std::string out;
    for (std::int32_t i = 0; i < length; ++i) {
        char32_t c = text[i];
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < length) c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00U);
        crawler::append_utf8(out, c);
    }
    return out;
}

class Names {  // of regions, in one language
  public:
    explicit Names(const char* language) {
        UErrorCode error = U_ZERO_ERROR;
        names_.reset(uldn_open(language, ULDN_STANDARD_NAMES, &error));
    }
    // Empty where the code is no region.
    std::string operator()(const std::string& code) const {
        if (!names_) return {};
        std::array<UChar, 128> text;
        UErrorCode error = U_ZERO_ERROR;
        const std::int32_t length = uldn_regionDisplayName(names_.get(), code.c_str(), text.data(),
                                                           static_cast<std::int32_t>(text.size()), &error);
        if (U_FAILURE(error) || length <= 0 || length > static_cast<std::int32_t>(text.size())) return {};
        const std::string name = to_utf8(text.data(), length);
        return name == code ? std::string{} : name;
    }

  private:
    struct Close {
        void operator()(ULocaleDisplayNames* names) const { uldn_close(names); }
    };
    std::unique_ptr<ULocaleDisplayNames, Close> names_;
};

// The parts between commas, last first, trimmed.
std::vector<std::string_view> parts_of(std::string_view location) {
    std::vector<std::string_view> parts;
    while (!location.empty()) {
        const std::size_t comma = location.find_last_of(",;/|()");
        std::string_view part = comma == std::string_view::npos ? location : location.substr(comma + 1);
        while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
        if (!part.empty()) parts.push_back(part);
        if (comma == std::string_view::npos) break;
        location = location.substr(0, comma);
    }
    return parts;
}

}  // namespace

Countries::Countries() {
    const Names english("en");
    for (char a = 'A'; a <= 'Z'; ++a)
        for (char b = 'A'; b <= 'Z'; ++b)
            if (std::string code{a, b}; code != "ZZ" && code != "EU" && code != "QO" && code[0] != 'X' &&
                                        !former.contains(code) && !english(code).empty())
                codes_.insert(std::move(code));
    for (const char* language : languages) {
        const Names names(language);
        for (const std::string& code : codes_)
            if (const std::string name = names(code); !name.empty())
                by_name_.emplace(crawler::ascii_lowered(name), code);
    }
    for (const auto& [name, code] : {std::pair{"usa", "US"},
                                     {"uk", "GB"},
                                     {"england", "GB"},
                                     {"uae", "AE"},
                                     {"czech republic", "CZ"},
                                     {"holland", "NL"},
                                     {"россия", "RU"}})
        by_name_.emplace(name, code);
}

std::string Countries::of(std::string_view location, std::string_view host) const {
    const std::vector<std::string_view> parts = parts_of(location);
    for (const std::string_view part : parts)
        if (const auto found = by_name_.find(crawler::ascii_lowered(part)); found != by_name_.end())
            return found->second;
    const std::string_view domain = host.substr(host.rfind('.') + 1);
    if (!parts.empty() && parts.front().size() == 2 && parts.front() == upper(parts.front())) {
        const std::string code(parts.front());
        if (crawler::ascii_lowered(code) == domain || (!ambiguous.contains(code) && codes_.contains(code))) return code;
    }
    if (domain.size() != 2 || domain.size() == host.size() || sold_domains.contains(domain)) return {};
    const std::string code = domain == "uk" ? "GB" : upper(domain);
    return codes_.contains(code) ? code : std::string{};
}

std::string Countries::name(const std::string& code, const std::string& language) {
    const std::string name = Names(language.c_str())(code);
    return name.empty() ? code : name;
}

std::vector<casebook::Count> by_country(const Countries& countries,
                                        const std::vector<casebook::LocationCount>& locations,
                                        const std::string& language) {
    std::map<std::string, std::int64_t> counts;
    for (const casebook::LocationCount& one : locations) counts[countries.of(one.location, one.host)] += one.count;
    if (counts.size() == 1 && counts.begin()->first.empty()) return {};
    std::vector<casebook::Count> named;
    for (const auto& [code, count] : counts)
        named.push_back({code.empty() ? "" : Countries::name(code, language), count});
    std::stable_sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    return named;
}

}  // namespace tools::report
