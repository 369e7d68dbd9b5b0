// The report as one HTML file: nothing is fetched when it is opened, no script runs, addresses of adverts are text.
#include <fmt/format.h>

#include "tools/annotation_words.h"
#include "tools/console.h"
#include "tools/data_folders.h"
#include "tools/report/charts.h"
#include "tools/report/html_text.h"
#include "tools/report/renderer.h"
#include "tools/report/style.h"

namespace tools::report {

namespace {

using casebook::StoredListing;

constexpr std::size_t most_bars = 12;

class Html final : public Renderer {
  public:
    Html(Sink sink, const MessageCatalogue& words) : sink_(std::move(sink)), words_(words) {}

    void begin(const Head& head) override;
    bool has_overview() const override { return true; }
    void overview_row(const StoredListing& stored) override;
    void advert(const StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts) override;
    void end() override {
        close_overview();
        sink_("</main>\n</body>\n</html>\n");
    }

  private:
    void close_overview();
    std::string level_badge(detector::Level level) const;
    std::string tiles(const casebook::Summary& summary) const;
    std::string charts(const casebook::Summary& summary) const;
    std::string bars(std::string_view title, const std::vector<casebook::Count>& counts, const std::string& tone = {},
                     const std::string& names = {}) const;
    std::string facts(const StoredListing& stored) const;
    std::string texts(const StoredListing& stored) const;
    std::string taxa(const casebook::Judgement& judgement) const;
    std::string reasons(const casebook::Judgement& judgement) const;
    std::string evidence(const StoredListing& stored) const;
    std::string decisions(const std::vector<casebook::VerdictEntry>& verdicts) const;

    // A term and its value; nothing for an empty value. `value` is HTML.
    std::string fact(std::string_view key, const std::string& value) const {
        if (value.empty()) return {};
        return fmt::format("<dt>{}</dt><dd dir=\"auto\">{}</dd>", escaped(words_(key)), value);
    }

    const Sink sink_;
    const MessageCatalogue& words_;
    const AnnotationWords annotations_{data_folder() / "species_lists", words_.language()};
    bool in_overview_ = false;
};

std::string Html::level_badge(detector::Level level) const {
    const std::string name(detector::to_string(level));
    return fmt::format("<span class=\"badge {}\">{}</span>", name, escaped(words_("level." + name)));
}

std::string Html::tiles(const casebook::Summary& summary) const {
    std::string html = "<div class=\"tiles\">";
    const auto tile = [&](std::int64_t count, const std::string& label) {
        html += fmt::format("<div class=\"tile\"><b>{}</b><span>{}</span></div>",
                            grouped(static_cast<std::uint64_t>(count)), escaped(label));
    };
    tile(summary.listings, words_("adverts"));
    for (const casebook::Count& level : summary.by_level) tile(level.count, words_("level." + level.name));
    tile(static_cast<std::int64_t>(summary.by_taxon.size()), words_("taxa"));
    return html + "</div>";
}

// `tone` and `names`: prefixes of the bars' CSS class and of their words in the catalogue.
std::string Html::bars(std::string_view title, const std::vector<casebook::Count>& counts, const std::string& tone,
                       const std::string& names) const {
    if (counts.empty()) return {};
    std::vector<Bar> shown;
    std::int64_t others = 0;
    std::size_t left_out = 0;
    for (const casebook::Count& count : counts) {
        if (shown.size() + 1 >= most_bars && counts.size() > most_bars) {
            others += count.count;
            ++left_out;
            continue;
        }
        std::string label = count.name.empty() ? words_("unknown")
                            : names.empty()    ? count.name
                                               : words_(names + count.name);
        shown.push_back({std::move(label), count.count, tone.empty() ? "" : tone + count.name});
    }
    if (left_out) shown.push_back({words_("chart.others", std::to_string(left_out)), others, ""});
    return bar_chart(words_(title), shown);
}

std::string Html::charts(const casebook::Summary& summary) const {
    const Timeline timeline = over_time(summary.by_day);
    const std::string_view title = timeline.step == Step::day    ? "chart.time"
                                   : timeline.step == Step::week ? "chart.week"
                                                                 : "chart.month";
    return "<div class=\"charts\">" + column_chart(words_(title), timeline.columns) +
           bars("chart.taxon", summary.by_taxon) + bars("chart.level", summary.by_level, "level-", "level.") +
           bars("chart.appendix", summary.by_appendix) + bars("chart.regime", summary.by_regime) +
           bars("chart.source", summary.by_source) + bars("chart.language", summary.by_language) + "</div>";
}

void Html::begin(const Head& head) {
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>{}: {}</title>\n<style>{}</style>\n</head>\n<body>\n"
        "<main id=\"top\">\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
        words_.language(), escaped(words_("title")), escaped(head.casebook), style_sheet(), escaped(words_("title")),
        escaped(words_("subtitle")));
    html += "<dl class=\"facts\">" + fact("casebook", escaped(head.casebook)) + fact("made", iso_time(head.made_ms)) +
            fact("selection", escaped(head.filter == "all" ? words_("all") : head.filter)) +
            fact("software", escaped(head.software)) + "</dl>\n";
    html += tiles(head.summary);
    html += head.summary.listings == 0 ? "<p>" + escaped(words_("none")) + "</p>\n" : charts(head.summary);
    html += fmt::format("<h2>{}</h2>\n", escaped(words_("adverts")));
    sink_(html);
}

std::string Html::facts(const StoredListing& stored) const {
    const detector::Listing& listing = stored.listing;
    std::string contacts;
    for (const casebook::Contact& contact : stored.contacts)
        contacts += (contacts.empty() ? "" : ", ") + escaped(contact.kind + " " + contact.value);
    std::string claims;
    for (const std::string& claim : stored.judgement.claims) claims += (claims.empty() ? "" : ", ") + escaped(claim);
    return "<dl class=\"facts\">" + fact("price", escaped(listing.price.text)) +
           fact("quantity", escaped(stored.judgement.quantity)) + fact("seller", escaped(listing.seller)) +
           fact("place", escaped(listing.location)) + fact("contacts", contacts) +
           fact("source", escaped(listing.source)) + fact("published", escaped(listing.published)) +
           fact("availability", escaped(listing.availability)) + fact("first_seen", iso_time(stored.first_seen_ms)) +
           fact("last_seen", iso_time(stored.last_seen_ms)) + fact("gone", iso_time(stored.gone_ms.value_or(0))) +
           fact("claims", claims) + fact("note", escaped(stored.judgement.note)) + "</dl>\n";
}

std::string Html::texts(const StoredListing& stored) const {
    std::string html;
    const auto& passages = stored.listing.passages;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const detector::Passage& passage = passages[i];
        if (passage.text.empty() || passage.field == detector::Field::seller ||
            passage.field == detector::Field::location)
            continue;
        std::vector<Mark> marks;
        for (const casebook::JudgedMatch& match : stored.judgement.matches)
            if (match.passage == i) marks.push_back({match.start, match.end, match.kind + ": " + match.entry});
        if (passage.field == detector::Field::title && marks.empty()) continue;  // the heading says it
        const std::string label =
            passage.label.empty() ? words_("field." + std::string(detector::to_string(passage.field))) : passage.label;
        html += fmt::format("<div class=\"text\" dir=\"auto\"><small>{}</small>{}</div>", escaped(label),
                            marked(passage.text, std::move(marks)));
    }
    return html;
}

std::string Html::taxa(const casebook::Judgement& judgement) const {
    if (judgement.taxa.empty()) return {};
    std::string html = fmt::format("<h4>{}</h4><table><tbody>", escaped(words_("taxa")));
    for (const casebook::JudgedTaxon& taxon : judgement.taxa) {
        std::string specimens;
        for (const std::string& code : taxon.specimens) specimens += (specimens.empty() ? "" : ", ") + escaped(code);
        std::string regimes;
        for (const casebook::JudgedRegime& listed : taxon.regimes)
            regimes += "<br>" + escaped(listed.regime) + " " + escaped(listed.listing);
        html += fmt::format(
            "<tr><td><i>{}</i>{}</td><td>{} {}{}</td><td>{}</td><td>{}</td></tr>", escaped(taxon.scientific_name),
            taxon.family.empty() ? "" : "<br><small>" + escaped(taxon.family) + "</small>", escaped(words_("appendix")),
            taxon.appendix.empty() ? "–" : escaped(taxon.appendix), regimes, escaped(taxon.annotation), specimens);
        std::string notes;
        for (const std::string& note : annotations_.of(taxon.scientific_name, taxon.appendix, taxon.annotation))
            notes += (notes.empty() ? "" : "<br>") + escaped(note);
        if (!notes.empty()) html += "<tr><td colspan=\"4\"><small>" + notes + "</small></td></tr>";
    }
    return html + "</tbody></table>";
}

std::string Html::reasons(const casebook::Judgement& judgement) const {
    if (judgement.reasons.empty()) return {};
    std::string html = fmt::format("<h4>{}</h4><table><tbody>", escaped(words_("reasons")));
    for (const casebook::JudgedReason& reason : judgement.reasons)
        html += fmt::format("<tr><td class=\"n {}\">{:+d}</td><td dir=\"auto\">{}</td><td><code>{}</code></td></tr>",
                            reason.points < 0 ? "against" : "for", reason.points, escaped(reason.text),
                            escaped(reason.rule));
    return html + fmt::format("<tr class=\"sum\"><td class=\"n\">{}</td><td>{}</td><td></td></tr></tbody></table>",
                              judgement.score, escaped(words_("score")));
}

std::string Html::evidence(const StoredListing& stored) const {
    std::string html = fmt::format("<h4>{}</h4><dl class=\"facts\">", escaped(words_("evidence")));
    if (stored.capture) {
        const casebook::Capture& capture = stored.capture->capture;
        html += fact("capture_time", iso_time(stored.capture->fetched_ms));
        html += fact("capture", fmt::format("<code>{} @ {}</code>", escaped(capture.file), capture.offset));
        html += fact("digest", "<code>" + escaped(capture.sha256) + "</code>");
        html += fact("chain", "<code>" + escaped(stored.capture->link) + "</code>");
    }
    html += fact("lists", escaped(stored.judgement.by.lists_version + " (" +
                                  stored.judgement.by.lists_digest.substr(0, 12) + ")"));
    html += fact("software", escaped(stored.judgement.by.software));
    return html + "</dl>";
}

std::string Html::decisions(const std::vector<casebook::VerdictEntry>& verdicts) const {
    if (verdicts.empty()) return {};
    std::string html = fmt::format("<h4>{}</h4><table><tbody>", escaped(words_("verdicts")));
    for (const casebook::VerdictEntry& verdict : verdicts)
        html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td dir=\"auto\">{} {}</td></tr>",
                            iso_time(verdict.at_ms), escaped(verdict.who), escaped(verdict.verdict),
                            escaped(verdict.reason), escaped(verdict.note));
    return html + "</tbody></table>";
}

void Html::overview_row(const StoredListing& stored) {
    if (!in_overview_) {
        in_overview_ = true;
        std::string html = "<div class=\"scroll\"><table><thead><tr>";
        for (const char* key :
             {"level", "score", "title_column", "taxa", "appendix", "price", "seller", "source", "status"})
            html += fmt::format("<th{}>{}</th>", key == std::string_view("score") ? " class=\"n\"" : "",
                                escaped(words_(key)));
        sink_(html + "</tr></thead><tbody>\n");
    }
    const std::string title = title_of(stored);
    std::string taxa;
    for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa)
        if (taxa.size() < 120) taxa += (taxa.empty() ? "<i>" : "<br><i>") + escaped(taxon.scientific_name) + "</i>";
    sink_(fmt::format(
        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"title\" dir=\"auto\"><a href=\"#a{}\">{}</a></td>"
        "<td>{}</td><td>{}</td><td dir=\"auto\">{}</td><td dir=\"auto\">{}</td><td>{}</td><td>{}</td></tr>\n",
        level_badge(stored.judgement.level), stored.judgement.score, static_cast<std::int64_t>(stored.id),
        title.empty() ? escaped(words_("untitled")) : escaped(title), taxa, escaped(stored.judgement.appendix),
        escaped(stored.listing.price.text), escaped(stored.listing.seller), escaped(stored.listing.source),
        escaped(words_("status." + stored.status))));
}

void Html::close_overview() {
    if (!in_overview_) return;
    in_overview_ = false;
    sink_(fmt::format("</tbody></table></div>\n<h2>{}</h2>\n", escaped(words_("details"))));
}

void Html::advert(const StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts) {
    close_overview();
    const std::string title = title_of(stored);
    sink_(fmt::format(
        "<article id=\"a{}\">\n<header><div><h3 dir=\"auto\">{}</h3><p class=\"where\">{}</p></div>"
        "<div class=\"signs\" style=\"flex:0 1 auto\">{}<span class=\"badge none\">{}</span>"
        "<span class=\"badge none\">{} {}</span><span class=\"badge {}\">{}</span></div></header>\n",
        static_cast<std::int64_t>(stored.id), title.empty() ? escaped(words_("untitled")) : escaped(title),
        escaped(stored.listing.url), level_badge(stored.judgement.level), stored.judgement.score,
        escaped(words_("appendix")), stored.judgement.appendix.empty() ? "–" : escaped(stored.judgement.appendix),
        stored.status, escaped(words_("status." + stored.status))));
    sink_(texts(stored) + facts(stored) + taxa(stored.judgement) + reasons(stored.judgement) + evidence(stored) +
          decisions(verdicts));
    sink_(fmt::format("<p class=\"top\"><a href=\"#top\">{}</a></p>\n</article>\n", escaped(words_("to_top"))));
}

}  // namespace

std::unique_ptr<Renderer> html_renderer(Sink sink, const MessageCatalogue& words) {
    return std::make_unique<Html>(std::move(sink), words);
}

}  // namespace tools::report
