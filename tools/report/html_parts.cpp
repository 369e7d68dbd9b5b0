#include "tools/report/html_parts.h"

#include <fmt/format.h>

#include "tools/report/html_text.h"
#include "tools/report/renderer.h"
#include "tools/report/style.h"

namespace tools::report {

std::string HtmlParts::begin(std::string_view title, std::string_view name, std::string_view lead) const {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>{}{}{}</title>\n<style>{}</style>\n</head>\n<body>\n"
        "<main id=\"top\">\n<h1 dir=\"auto\">{}</h1>\n<p class=\"lead\">{}</p>\n",
        words_.language(), escaped(title), name.empty() ? "" : ": ", escaped(name), style_sheet(), escaped(title),
        escaped(lead));
}

std::string HtmlParts::end(std::string_view software, casebook::Milliseconds made) const {
    return fmt::format("<footer>{} · {}</footer>\n</main>\n</body>\n</html>\n", escaped(software), iso_time(made));
}

std::string HtmlParts::fact(std::string_view key, const std::string& value) const {
    if (value.empty()) return {};
    return fmt::format("<dt>{}</dt><dd dir=\"auto\">{}</dd>", escaped(words_(key)), value);
}

std::string HtmlParts::head_row(const std::vector<std::string_view>& keys) const {
    std::string html = "<tr>";
    for (const std::string_view key : keys)
        html += fmt::format("<th scope=\"col\"{}>{}</th>",
                            key == "score" || key == "adverts" || key == "number" ? " class=\"n\"" : "",
                            escaped(words_(key)));
    return html + "</tr>";
}

std::string HtmlParts::tile(std::int64_t count, const std::string& label) const {
    return fmt::format("<div class=\"tile\"><b>{}</b><span>{}</span></div>", words_.number(count), escaped(label));
}

std::string HtmlParts::level_badge(detector::Level level) const {
    const std::string name(detector::to_string(level));
    return fmt::format("<span class=\"badge {}\">{}</span>", name, escaped(words_("level." + name)));
}

std::string HtmlParts::appendix(const std::string& appendix) const {
    return appendix.empty() ? "–" : escaped(words_("appendix")) + "&nbsp;" + escaped(appendix);
}

std::string HtmlParts::specimens(const std::vector<std::string>& codes) const {
    std::string html;
    for (const std::string& code : codes) html += (html.empty() ? "" : ", ") + escaped(cites_.term(code));
    return html;
}

std::string HtmlParts::taxon(const casebook::JudgedTaxon& taxon) const {
    const bool italic =
        taxon.rank == "species" || taxon.rank == "subspecies" || taxon.rank == "variety" || taxon.rank == "genus";
    const std::string name = escaped(taxon.scientific_name);
    return italic ? "<i>" + name + "</i>" : name;
}

std::string HtmlParts::notes(const casebook::JudgedTaxon& taxon) const {
    std::string html = escaped(taxon.annotation);
    for (const std::string& note : cites_.notes(taxon)) html += (html.empty() ? "" : "<br>") + escaped(note);
    return html;
}

std::string HtmlParts::listings(const casebook::JudgedTaxon& taxon) const {
    std::string html = appendix(taxon.appendix);
    for (const casebook::JudgedRegime& listed : taxon.regimes)
        html += "<br>" + escaped(listed.regime) + "&nbsp;" + escaped(listed.listing);
    return html;
}

std::string HtmlParts::digest(const std::string& hex) const { return "<code>" + escaped(hex) + "</code>"; }

}  // namespace tools::report
