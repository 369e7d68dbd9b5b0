#include "crawler/warc_record.h"

#include <algorithm>

namespace crawler {

std::string_view to_string(WarcType type) {
    static constexpr std::string_view names[] = {"warcinfo", "response",   "resource",     "request", "metadata",
                                                 "revisit",  "conversion", "continuation", "other"};
    return names[static_cast<std::size_t>(type)];
}

std::string_view to_string(WarcProblem problem) {
    static constexpr std::string_view names[] = {
        "not_warc", "garbage",  "damaged",  "truncated",     "bad_header",      "bad_length",    "too_large",
        "bad_uri",  "bad_http", "bad_body", "unread_coding", "digest_mismatch", "unknown_digest"};
    return names[static_cast<std::size_t>(problem)];
}

std::string_view WarcRecord::header(std::string_view name) const {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    for (const auto& [key, value] : headers)
        if (std::equal(key.begin(), key.end(), name.begin(), name.end(),
                       [&](char a, char b) { return lower(a) == lower(b); }))
            return value;
    return {};
}

std::string_view WarcRecord::http_header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : http_headers)
        if (name == lower_case_name) return value;
    return {};
}

std::string shown(std::string_view bytes) {
    constexpr std::size_t most = 80;
    std::string out(bytes.substr(0, most));
    for (char& c : out)
        if (c < ' ' || c == 0x7F) c = '?';  // signed or not, bytes of UTF-8 may be cut and become '?' too
    if (bytes.size() > most) out += "...";
    return out;
}

}  // namespace crawler
