// The report as one HTML file: nothing is fetched when it is opened, no script runs, addresses of adverts are text.
#include <fmt/format.h>

#include <optional>

#include "tools/report/charts.h"
#include "tools/report/html_advert.h"
#include "tools/report/html_parts.h"
#include "tools/report/html_text.h"
#include "tools/report/renderer.h"

namespace tools::report {

namespace {

using casebook::StoredListing;

constexpr std::size_t most_groups = 100;   // shown; the tables in CSV and XLSX number them all
constexpr std::size_t most_in_group = 30;  // adverts, accounts and ties named of one

class Html final : public Renderer {
  public:
    Html(Sink sink, const MessageCatalogue& words, const CitesWords& cites)
        : sink_(std::move(sink)), words_(words), parts_(words, cites), advert_(words, parts_) {}

    void begin(const Head& head) override;
    bool has_overview() const override { return true; }
    void overview_row(const StoredListing& stored) override;
    void advert(const StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts,
                const std::vector<casebook::StoredPicture>& pictures) override {
        close_overview();
        sink_(advert_(stored, verdicts, pictures, groups_->of(stored.id)));
    }
    void end() override {
        close_overview();
        sink_(parts_.end(software_, made_ms_));
    }

  private:
    void close_overview();
    std::string tiles(const Head& head) const;
    std::string charts(const Head& head) const;
    std::string bars(std::string_view title, const std::vector<casebook::Count>& counts, const std::string& tone = {},
                     const std::string& names = {}) const;
    std::string groups(const std::vector<casebook::LinkGroup>& groups) const;

    const Sink sink_;
    const MessageCatalogue& words_;
    const HtmlParts parts_;
    const HtmlAdvert advert_;
    std::optional<GroupIndex> groups_;
    std::string software_;
    casebook::Milliseconds made_ms_ = 0;
    bool in_overview_ = false;
};

std::string Html::tiles(const Head& head) const {
    const casebook::Summary& summary = head.summary;
    std::string html = "<div class=\"tiles\">" + parts_.tile(summary.listings, words_("adverts"));
    for (const casebook::Count& level : summary.by_level)
        html += parts_.tile(level.count, words_("level." + level.name));
    html += parts_.tile(static_cast<std::int64_t>(summary.by_taxon.size()), words_("taxa"));
    if (!head.groups.empty()) html += parts_.tile(static_cast<std::int64_t>(head.groups.size()), words_("groups"));
    return html + "</div>";
}

std::string Html::bars(std::string_view title, const std::vector<casebook::Count>& counts, const std::string& tone,
                       const std::string& names) const {
    return counts.empty() ? std::string() : bar_chart(words_(title), bars_of(counts, words_, tone, names), words_);
}

std::string Html::charts(const Head& head) const {
    const casebook::Summary& summary = head.summary;
    const Timeline timeline = over_time(summary.by_day);
    const std::string_view title = timeline.step == Step::day    ? "chart.time"
                                   : timeline.step == Step::week ? "chart.week"
                                                                 : "chart.month";
    return "<div class=\"charts\">" + column_chart(words_(title), timeline.columns, words_) +
           bars("chart.taxon", summary.by_taxon) + bars("chart.level", summary.by_level, "level-", "level.") +
           bars("chart.appendix", summary.by_appendix) + bars("chart.regime", summary.by_regime) +
           bars("chart.source", summary.by_source) + bars("chart.country", head.by_country) +
           bars("chart.language", summary.by_language) + bars("chart.status", summary.by_status, "", "status.") +
           "</div>";
}

void Html::begin(const Head& head) {
    groups_.emplace(head.groups);
    software_ = head.software;
    made_ms_ = head.made_ms;
    std::string html = parts_.begin(words_("title"), head.casebook, words_("subtitle"));
    html += "<dl class=\"facts\">" + parts_.fact("casebook", escaped(head.casebook)) +
            parts_.fact("made", iso_time(head.made_ms)) + parts_.fact("selection", escaped(head.selection)) + "</dl>\n";
    html += tiles(head);
    html += head.summary.listings == 0 ? "<p>" + escaped(words_("none")) + "</p>\n" : charts(head);
    html += groups(head.groups);
    sink_(html);
}

std::string Html::groups(const std::vector<casebook::LinkGroup>& groups) const {
    if (groups.empty()) return {};
    std::string html = fmt::format("<h2>{}</h2>\n<p class=\"lead\">{}</p>\n<div class=\"groups\">\n",
                                   escaped(words_("groups.title")), escaped(words_("groups.lead")));
    for (std::size_t i = 0; i < groups.size() && i < most_groups; ++i) {
        const casebook::LinkGroup& group = groups[i];
        const auto list = [&](std::string_view key, std::size_t size, const auto& item) {
            std::string cell = fmt::format("<dt>{} ({})</dt><dd dir=\"auto\">", escaped(words_(key)),
                                           words_.number(static_cast<std::int64_t>(size)));
            for (std::size_t k = 0; k < size && k < most_in_group; ++k) cell += (k ? "<br>" : "") + item(k);
            return cell + (size > most_in_group ? "<br>…" : "") + "</dd>";
        };
        html += fmt::format("<section class=\"group\" id=\"g{}\"><h3>{}</h3><dl class=\"facts\">", i + 1,
                            escaped(words_("group", std::to_string(i + 1))));
        html +=
            list("ties", group.ties.size(), [&](std::size_t k) { return escaped(tie_words(group.ties[k], words_)); });
        html += list("accounts", group.accounts.size(),
                     [&](std::size_t k) { return escaped(account_words(group.accounts[k], words_)); });
        std::string adverts;
        for (std::size_t k = 0; k < group.listings.size() && k < most_in_group; ++k) {
            const auto id = static_cast<std::int64_t>(group.listings[k]);
            adverts += fmt::format("{}<a href=\"#a{}\">{}</a>", k ? " " : "", id, id);
        }
        html += fmt::format("<dt>{} ({})</dt><dd>{}{}</dd></dl></section>\n", escaped(words_("adverts")),
                            words_.number(static_cast<std::int64_t>(group.listings.size())), adverts,
                            group.listings.size() > most_in_group ? " …" : "");
    }
    if (groups.size() > most_groups)
        html += "<p>" + escaped(words_.counted("groups.more", static_cast<std::int64_t>(groups.size() - most_groups))) +
                "</p>";
    return html + "</div>\n";
}

void Html::overview_row(const StoredListing& stored) {
    if (!in_overview_) {
        in_overview_ = true;
        sink_(fmt::format("<h2>{}</h2>\n<div class=\"scroll\"><table class=\"overview\"><thead>{}</thead><tbody>\n",
                          escaped(words_("adverts")),
                          parts_.head_row({"level", "score", "title_column", "taxa", "appendix", "price", "seller",
                                           "source", "status"})));
    }
    const std::string title = title_of(stored);
    std::string taxa;
    std::size_t named = 0;
    for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa) {
        if (++named > 3) {
            taxa += "<br>…";
            break;
        }
        taxa += (taxa.empty() ? "" : "<br>") + parts_.taxon(taxon);
    }
    sink_(fmt::format(
        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"title\" dir=\"auto\"><a href=\"#a{}\">{}</a></td>"
        "<td>{}</td><td>{}</td><td dir=\"auto\">{}</td><td dir=\"auto\">{}</td><td>{}</td><td>{}</td></tr>\n",
        parts_.level_badge(stored.judgement.level), stored.judgement.score, static_cast<std::int64_t>(stored.id),
        title.empty() ? escaped(words_("untitled")) : escaped(shortened(title, 120)), taxa,
        escaped(stored.judgement.appendix), escaped(shortened(stored.listing.price.text, 24)),
        escaped(shortened(stored.listing.seller, 32)), escaped(stored.listing.source),
        escaped(words_("status." + stored.status))));
}

void Html::close_overview() {
    if (!in_overview_) return;
    in_overview_ = false;
    sink_(fmt::format("</tbody></table></div>\n<h2 class=\"new-page\">{}</h2>\n", escaped(words_("details"))));
}

}  // namespace

std::unique_ptr<Renderer> html_renderer(Sink sink, const MessageCatalogue& words, const CitesWords& cites) {
    return std::make_unique<Html>(std::move(sink), words, cites);
}

}  // namespace tools::report
