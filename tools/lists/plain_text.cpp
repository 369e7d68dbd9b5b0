#include "tools/lists/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "detector/fold.h"
#include "tools/listing_table.h"

namespace tools::lists {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The character reference at text[at] == '&'; appends what it stands for and moves behind it. Decimal references lose
// their semicolon in old exports that cut names to a width: taken as references all the same.
bool take_reference(std::string_view text, std::size_t& at, std::string& out) {
    const std::string_view rest = text.substr(at + 1, 12);
    if (rest.starts_with('#')) {
        const bool hex = rest.size() > 1 && (rest[1] == 'x' || rest[1] == 'X');
        const char* begin = rest.data() + (hex ? 2 : 1);
        std::uint32_t code = 0;
        const auto [end, error] = std::from_chars(begin, rest.data() + rest.size(), code, hex ? 16 : 10);
        if (error != std::errc() || end == begin || code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            return false;
        if (code < 0x20 || code == 0xA0)
            out += ' ';
        else
            detector::append_utf8(out, static_cast<char32_t>(code));
        at += 1 + static_cast<std::size_t>(end - rest.data());
        if (at < text.size() && text[at] == ';') ++at;
        return true;
    }
    for (const auto& [name, value] : entities)
        if (rest.starts_with(name) && rest.size() > name.size() && rest[name.size()] == ';') {
            out += value;
            at += name.size() + 2;
            return true;
        }
    return false;
}

// The tag at text[at] == '<': "<p>", "</i>", "<br/>". A '<' that opens none stands for itself. Tags are short; looking
// no further than that keeps hostile input linear.
bool take_tag(std::string_view text, std::size_t& at, std::string& out) {
    const std::string_view rest = text.substr(at, 200);
    const std::size_t name = rest.starts_with("</") ? 2 : 1;
    if (name >= rest.size() || !is_letter(rest[name])) return false;
    const std::size_t end = rest.find('>');
    if (end == std::string_view::npos) return false;
    const std::string_view tag = rest.substr(name, end - name);
    const bool inline_tag = tag == "i" || tag == "b" || tag == "em" || tag == "strong" || tag == "sup" || tag == "sub";
    if (!inline_tag) out += ' ';  // "<p>one</p><p>two</p>" are two words
    at += end + 1;
    return true;
}

}  // namespace

std::string plain_text(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '&' && take_reference(text, at, decoded)) continue;
        if (c == '<' && take_tag(text, at, decoded)) continue;
        if (c == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0') {  // U+00A0
            decoded += ' ';
            at += 2;
            continue;
        }
        decoded += c;
        ++at;
    }
    decoded = valid_utf8(decoded);
    std::string out;
    out.reserve(decoded.size());
    for (const char c : decoded) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += c;
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string shortened(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    std::size_t end = bytes - std::min<std::size_t>(bytes, 3);
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text + "…";
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::string_view trimmed(std::string_view text) {
    const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && space(text.front())) text.remove_prefix(1);
    while (!text.empty() && space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string> split_list(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(separator, from), text.size());
        const std::string_view part = trimmed(text.substr(from, end - from));
        if (!part.empty()) parts.emplace_back(part);
        from = end + 1;
    }
    return parts;
}

std::vector<std::string> split_common_names(std::string_view text) {
    std::vector<std::string> names;
    int depth = 0;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const bool end = at == text.size();
        if (!end && text[at] == '(') ++depth;
        if (!end && text[at] == ')') depth = std::max(0, depth - 1);
        if (!end && (text[at] != ',' || depth > 0)) continue;
        const std::string_view name = trimmed(text.substr(from, at - from));
        if (!name.empty()) names.emplace_back(name);
        from = at + 1;
    }
    return names;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
        if (!out.empty()) out += separator;
        out += part;
    }
    return out;
}

}  // namespace tools::lists
