#include "crawler/xml.h"

#include <algorithm>
#include <array>

#include "crawler/ascii.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/text.h"
#include "crawler/percent.h"

namespace crawler {
namespace {

bool name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr std::size_t kDeclarationBytes = 200;

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 34> kEntities{{
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},     {"nbsp", 0xA0},
    {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122}, {"euro", 0x20AC},  {"pound", 0xA3},    {"yen", 0xA5},
    {"cent", 0xA2},    {"sect", 0xA7},    {"deg", 0xB0},     {"ndash", 0x2013}, {"mdash", 0x2014},  {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bull", 0x2022},  {"hellip", 0x2026}, {"middot", 0xB7},
    {"laquo", 0xAB},   {"raquo", 0xBB},   {"auml", 0xE4},    {"ouml", 0xF6},    {"uuml", 0xFC},     {"szlig", 0xDF},
    {"eacute", 0xE9},  {"egrave", 0xE8},  {"times", 0xD7},   {"frac12", 0xBD},
}};

// Code point of the entity whose name stands between '&' and ';'; 0 for none.
std::uint32_t entity(std::string_view name) {
    if (name.size() > 1 && name[0] == '#') {
        const bool hex = name[1] == 'x' || name[1] == 'X';
        std::uint32_t value = 0;
        name.remove_prefix(hex ? 2 : 1);
        if (name.empty()) return 0;
        for (char c : name) {
            const int digit = hex_value(c);
            if (digit < 0 || (!hex && digit > 9)) return 0;
            value = std::min<std::uint32_t>(value * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit), 0x110000);
        }
        return value ? value : 0xFFFD;
    }
    for (const auto& [known, code] : kEntities)
        if (name == known) return code;
    return 0;
}

}  // namespace

std::string decode_entities(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&') {
            const std::string_view rest = text.substr(i + 1, 10);
            const std::size_t end = rest.find(';');
            const std::uint32_t code = end == std::string_view::npos ? 0 : entity(rest.substr(0, end));
            if (code) {
                append_utf8(out, code);
                i += end + 2;
                continue;
            }
        }
        out += text[i++];
    }
    return out;
}

std::string utf8_of_xml(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), kDeclarationBytes));
    std::string_view encoding = "UTF-8";
    if (const std::size_t at = head.find("encoding"); at != std::string_view::npos) {
        const std::string_view value = head.substr(std::min(head.find_first_of("\"'", at), head.size()));
        if (const std::size_t end = value.find(value.substr(0, 1), 1); end != std::string_view::npos && end > 0)
            encoding = value.substr(1, end - 1);
    }
    // A declaration that reads as ASCII is not in UTF-16, whatever it says.
    if (starts_with_ignoring_case(encoding, "utf-16")) encoding = "UTF-8";
    DecodedText decoded;
    decode_page(bytes, "charset=" + std::string(encoding), decoded);
    return std::string(decoded.text);
}

std::string_view XmlReader::name() const {
    const std::size_t colon = name_.rfind(':');
    return colon == std::string_view::npos ? name_ : name_.substr(colon + 1);
}

std::string_view XmlReader::prefix() const {
    const std::size_t colon = name_.rfind(':');
    return colon == std::string_view::npos ? std::string_view{} : name_.substr(0, colon);
}

std::string XmlReader::text() const { return cdata_ ? std::string(content_) : decode_entities(content_); }

XmlReader::Event XmlReader::tag() {
    const std::size_t begin = at_;
    const bool closing = text_[at_ + 1] == '/';
    std::size_t i = at_ + 1 + closing;
    const std::size_t name_begin = i;
    while (i < text_.size() && !blank(text_[i]) && text_[i] != '>' && text_[i] != '/' && text_[i] != '<') ++i;
    name_ = text_.substr(name_begin, i - name_begin);
    const std::size_t attributes = i;
    char quote = 0;
    while (i < text_.size() && (quote || text_[i] != '>')) {
        if (quote ? text_[i] == quote : text_[i] == '"' || text_[i] == '\'')
            quote = quote ? '\0' : text_[i];
        else if (text_[i] == '<')
            break;  // a quote or a bracket is missing: the next tag is the better guess
        ++i;
    }
    attributes_ = text_.substr(attributes, i - attributes);
    self_closed_ = !attributes_.empty() && attributes_.back() == '/';
    at_ = i < text_.size() && text_[i] == '>' ? i + 1 : i;
    content_ = text_.substr(begin, at_ - begin);
    return closing ? Event::end : Event::start;
}

XmlReader::Event XmlReader::next() {
    while (at_ < text_.size()) {
        cdata_ = false;
        if (text_[at_] == '<' && at_ + 1 < text_.size()) {
            const std::string_view rest = text_.substr(at_);
            auto skip_past = [&](std::string_view mark) {
                const std::size_t end = rest.find(mark);
                at_ = end == std::string_view::npos ? text_.size() : at_ + end + mark.size();
            };
            if (rest.substr(0, 4) == "<!--") {
                skip_past("-->");
                continue;
            }
            if (rest.substr(0, 9) == "<![CDATA[") {
                const std::size_t end = std::min(rest.find("]]>"), rest.size());
                content_ = rest.substr(9, end - 9);
                cdata_ = true;
                at_ += std::min(end + 3, rest.size());
                return Event::text;
            }
            if (rest[1] == '?') {
                skip_past("?>");
                continue;
            }
            if (rest[1] == '!') {  // DOCTYPE; an internal subset, and with it every entity bomb, is skipped
                const std::size_t bracket = rest.find_first_of("[>");
                skip_past(bracket != std::string_view::npos && rest[bracket] == '[' ? "]>" : ">");
                continue;
            }
            if (name_start(rest[1]) || (rest[1] == '/' && rest.size() > 2 && name_start(rest[2]))) return tag();
        }
        std::size_t end = text_.find('<', at_ + 1);
        if (end == std::string_view::npos) end = text_.size();
        content_ = text_.substr(at_, end - at_);
        at_ = end;
        return Event::text;
    }
    return Event::finished;
}

std::string XmlReader::attribute(std::string_view wanted) const {
    std::string_view rest = attributes_;
    while (!rest.empty()) {
        while (!rest.empty() && (blank(rest.front()) || rest.front() == '/')) rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find_first_of("= \t\r\n/"), rest.size());
        std::string_view name = rest.substr(0, end);
        rest.remove_prefix(end);
        while (!rest.empty() && blank(rest.front())) rest.remove_prefix(1);
        if (rest.empty() || rest.front() != '=') {
            if (name.empty() && !rest.empty()) rest.remove_prefix(1);
            continue;
        }
        rest.remove_prefix(1);
        while (!rest.empty() && blank(rest.front())) rest.remove_prefix(1);
        std::string_view value;
        if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) {
            const std::size_t close = std::min(rest.find(rest.front(), 1), rest.size());
            value = rest.substr(1, close - 1);
            rest.remove_prefix(std::min(close + 1, rest.size()));
        } else {
            const std::size_t close = std::min(rest.find_first_of(" \t\r\n"), rest.size());
            value = rest.substr(0, close);
            rest.remove_prefix(close);
        }
        if (const std::size_t colon = name.rfind(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
        if (name == wanted) return decode_entities(value);
    }
    return {};
}

}  // namespace crawler
