#include "tools/report/html_text.h"

#include <algorithm>

#include "tools/listing_table.h"

namespace tools::report {

namespace {

// U+202A..202E and U+2066..2069, as UTF-8.
bool is_direction_override(std::string_view three) {
    if (three.size() < 3 || three[0] != '\xE2') return false;
    const auto last = static_cast<unsigned char>(three[2]);
    return (three[1] == '\x80' && last >= 0xAA && last <= 0xAE) || (three[1] == '\x81' && last >= 0xA6 && last <= 0xA9);
}

}  // namespace

std::string escaped(std::string_view raw) {
    const std::string text = valid_utf8(raw);
    std::string html;
    html.reserve(text.size() + text.size() / 8);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_direction_override(std::string_view(text).substr(i, 3))) {
            i += 2;
            continue;
        }
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c == '\x7F' ? ' ' : c;
        }
    }
    return html;
}

std::string shortened(std::string_view raw, std::size_t columns) {
    const std::string text = valid_utf8(raw);
    const auto wide = [](char32_t c) {  // East Asian Width W and F (UAX #11), as blocks
        return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
               (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
               (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    };
    std::size_t used = 0, cut = 0;  // `cut`: where "…" would still fit
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t c = lead < 0x80 ? lead : lead & (0x7FU >> length);
        for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        used += wide(c) ? 2 : 1;
        if (used > columns) return text.substr(0, cut) + "…";
        at += length;
        if (used < columns) cut = at;
    }
    return text;
}

std::string marked(std::string_view text, std::vector<Mark> marks) {
    std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    std::string html;
    std::size_t at = 0;
    for (std::size_t i = 0; i < marks.size();) {
        Mark mark = marks[i++];
        while (i < marks.size() && marks[i].begin < mark.end) {
            mark.end = std::max(mark.end, marks[i].end);
            if (mark.title.find(marks[i].title) == std::string::npos) mark.title += "; " + marks[i].title;
            ++i;
        }
        if (mark.begin < at || mark.end > text.size() || mark.begin >= mark.end) continue;
        html += escaped(text.substr(at, mark.begin - at));
        html += "<mark title=\"" + escaped(mark.title) + "\">" +
                escaped(text.substr(mark.begin, mark.end - mark.begin)) + "</mark>";
        at = mark.end;
    }
    return html + escaped(text.substr(at));
}

}  // namespace tools::report
