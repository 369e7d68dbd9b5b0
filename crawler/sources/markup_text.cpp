#include "crawler/sources/markup_text.h"

#include "crawler/xml.h"

namespace crawler {
namespace {

bool breaks_line(std::string_view name) {
    for (std::string_view block :
         {"p",  "br", "div",   "li",         "tr", "h1", "h2", "h3", "h4", "h5",      "h6",
          "ul", "ol", "table", "blockquote", "hr", "td", "th", "dt", "dd", "section", "article"})
        if (name == block) return true;
    return false;
}

void append_folded(std::string& out, std::string_view text) {
    for (char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && (out.empty() || out.back() == ' ' || out.back() == '\n')) continue;
        out += blank ? ' ' : c;
    }
}

}  // namespace

std::string text_of_markup(std::string_view markup) {
    std::string out;
    XmlReader reader(markup);
    std::string hidden;  // name of the script or style being skipped
    for (auto event = reader.next(); event != XmlReader::Event::finished; event = reader.next()) {
        if (event == XmlReader::Event::text) {
            if (hidden.empty()) append_folded(out, reader.text());
            continue;
        }
        std::string name;
        for (char c : reader.name()) name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (event == XmlReader::Event::start && (name == "script" || name == "style") && !reader.self_closed())
            hidden = name;
        else if (event == XmlReader::Event::end && name == hidden)
            hidden.clear();
        else if (breaks_line(name) && !out.empty()) {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            if (!out.empty() && out.back() != '\n') out += '\n';
        }
    }
    while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
    return out;
}

}  // namespace crawler
