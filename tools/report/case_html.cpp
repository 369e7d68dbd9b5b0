#include <fmt/format.h>

#include "tools/report/case_forms.h"
#include "tools/report/filter_words.h"
#include "tools/report/html_parts.h"
#include "tools/report/html_text.h"

namespace tools::report {

namespace {

class CaseHtml {
  public:
    CaseHtml(const CaseSummary& summary, const MessageCatalogue& words, const CitesWords& cites, const Sink& sink)
        : summary_(summary), words_(words), cites_(cites), sink_(sink), parts_(words, cites) {}

    void write() const {
        opening();
        taxa();
        accounts();
        groups();
        counts();
        adverts();
        evidence();
        sink_(parts_.end("citeswatch " CITESWATCH_VERSION, summary_.made_ms));
    }

  private:
    std::string heading(std::string_view key) const { return fmt::format("<h2>{}</h2>\n", escaped(words_(key))); }
    std::string table(const std::vector<std::string_view>& head) const {
        return "<div class=\"scroll\"><table><thead>" + parts_.head_row(head) + "</thead><tbody>\n";
    }
    static constexpr std::string_view table_end = "</tbody></table></div>\n";

    void opening() const;
    void taxa() const;
    void accounts() const;
    void groups() const;
    void counts() const;
    void adverts() const;
    void evidence() const;

    const CaseSummary& summary_;
    const MessageCatalogue& words_;
    const CitesWords& cites_;
    const Sink& sink_;
    const HtmlParts parts_;
};

void CaseHtml::opening() const {
    std::string html = parts_.begin(summary_.name, words_("case.title"), words_("case.lead"));
    html += "<dl class=\"facts\">" + parts_.fact("from", escaped(summary_.from)) +
            parts_.fact("reference", escaped(summary_.reference)) + parts_.fact("made", iso_time(summary_.made_ms)) +
            parts_.fact("casebook", escaped(summary_.casebook)) +
            parts_.fact("selection", escaped(filter_words(summary_.filter, words_))) +
            parts_.fact("period", summary_.adverts.empty() ? ""
                                                           : iso_time(summary_.first_seen_ms).substr(0, 10) + " – " +
                                                                 iso_time(summary_.last_seen_ms).substr(0, 10)) +
            "</dl>\n<div class=\"tiles\">";
    html += parts_.tile(static_cast<std::int64_t>(summary_.adverts.size()), words_("adverts")) +
            parts_.tile(static_cast<std::int64_t>(summary_.accounts.size()), words_("accounts")) +
            parts_.tile(static_cast<std::int64_t>(summary_.taxa.size()), words_("taxa")) +
            parts_.tile(summary_.captures, words_("captures")) + parts_.tile(summary_.pictures, words_("pictures")) +
            parts_.tile(summary_.gone, words_("gone.count")) + "</div>\n";
    if (summary_.adverts.empty()) html += "<p>" + escaped(words_("none")) + "</p>\n";
    sink_(html);
}

void CaseHtml::taxa() const {
    if (summary_.taxa.empty()) return;
    std::string html = heading("taxa") + table({"taxon", "appendix", "adverts", "specimens", "annotation"});
    for (const CaseTaxon& taxon : summary_.taxa) {
        std::string terms;
        for (const auto& [code, count] : taxon.terms)
            terms += (terms.empty() ? "" : "<br>") + escaped(cites_.term(code)) + ": " + words_.number(count);
        html += fmt::format(
            "<tr><td>{}<br><small>{}</small></td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>\n",
            parts_.taxon(taxon.taxon), escaped(taxon.taxon.family), parts_.listings(taxon.taxon),
            words_.number(taxon.adverts), terms, parts_.notes(taxon.taxon));
    }
    sink_(html.append(table_end));
}

void CaseHtml::accounts() const {
    if (summary_.accounts.empty()) return;
    std::string html =
        heading("accounts") + table({"account", "source", "adverts", "first_seen", "last_seen", "contacts"});
    for (const CaseAccount& account : summary_.accounts) {
        std::string contacts;
        for (const std::string& contact : account.contacts)
            contacts += (contacts.empty() ? "" : "<br>") + escaped(contact);
        html += fmt::format(
            "<tr><td dir=\"auto\">{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            account.seller.empty() ? "<em>" + escaped(words_("unnamed")) + "</em>" : escaped(account.seller),
            escaped(account.source), words_.number(account.adverts), iso_time(account.first_seen_ms).substr(0, 10),
            iso_time(account.last_seen_ms).substr(0, 10), contacts);
    }
    sink_(html.append(table_end));
}

void CaseHtml::groups() const {
    if (summary_.groups.empty()) return;
    std::string html = heading("groups.title") + "<p class=\"lead\">" + escaped(words_("groups.lead")) + "</p>\n" +
                       table({"group.column", "ties", "accounts", "adverts"});
    for (std::size_t i = 0; i < summary_.groups.size(); ++i) {
        const casebook::LinkGroup& group = summary_.groups[i];
        std::string ties, accounts;
        for (const auto& tie : group.ties) ties += (ties.empty() ? "" : "<br>") + escaped(tie_words(tie, words_));
        for (const auto& account : group.accounts)
            accounts += (accounts.empty() ? "" : "<br>") + escaped(account_words(account, words_));
        html += fmt::format(
            "<tr><td>{}</td><td class=\"wrap\" dir=\"auto\">{}</td><td dir=\"auto\">{}</td><td "
            "class=\"n\">{}</td></tr>\n",
            i + 1, ties, accounts, words_.number(static_cast<std::int64_t>(group.listings.size())));
    }
    sink_(html.append(table_end));
}

void CaseHtml::counts() const {
    if (summary_.adverts.empty()) return;
    std::string html = heading("figures") + "<div class=\"columns\">";
    const auto block = [&](std::string_view key, const std::vector<casebook::Count>& counts, const auto& word) {
        if (counts.empty()) return;
        html += fmt::format("<table><caption>{}</caption><tbody>", escaped(words_(key)));
        for (const casebook::Count& count : counts)
            html += fmt::format("<tr><td dir=\"auto\">{}</td><td class=\"n\">{}</td></tr>",
                                count.name.empty() ? escaped(words_("unknown")) : escaped(word(count.name)),
                                words_.number(count.count));
        html += "</tbody></table>";
    };
    const auto same = [](const std::string& name) { return name; };
    block("chart.appendix", summary_.appendices, same);
    block("specimens", summary_.terms, [&](const std::string& code) { return cites_.term(code); });
    block("place", summary_.places, same);
    block("status", summary_.statuses, [&](const std::string& status) { return words_("status." + status); });
    if (!summary_.asked.empty()) {
        html += fmt::format("<table><caption>{}</caption><tbody>", escaped(words_("asked")));
        for (const CaseSummary::Asked& asked : summary_.asked)
            html += fmt::format("<tr><td>{} {}</td><td class=\"n\">{}</td></tr>", escaped(asked.sum),
                                escaped(asked.currency), words_.number(asked.adverts));
        html += "</tbody></table>";
    }
    sink_(html + "</div>\n");
}

void CaseHtml::adverts() const {
    if (summary_.adverts.empty()) return;
    std::string html = heading("adverts") + table({"number", "title_column", "taxa", "quantity", "price", "account",
                                                   "place", "first_seen", "gone.column", "status"});
    for (const CaseAdvert& advert : summary_.adverts) {
        const casebook::StoredListing& stored = advert.stored;
        const std::string title = title_of(stored);
        std::string taxa;
        for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa) {
            std::string codes;
            for (const std::string& code : taxon.specimens) codes += (codes.empty() ? ": " : ", ") + escaped(code);
            taxa += (taxa.empty() ? "" : "<br>") + parts_.taxon(taxon) + " (" +
                    (taxon.appendix.empty() ? "–" : escaped(taxon.appendix)) + codes + ")";
        }
        html += fmt::format(
            "<tr id=\"a{0}\"><td class=\"n\">{0}</td><td class=\"title\" dir=\"auto\">{1}<br><span "
            "class=\"where\">{2}</span></td>"
            "<td>{3}</td><td dir=\"auto\">{4}</td><td dir=\"auto\">{5}</td><td "
            "dir=\"auto\">{6}<br><small>{7}</small></td>"
            "<td dir=\"auto\">{8}</td><td>{9}</td><td>{10}</td><td>{11}</td></tr>\n",
            static_cast<std::int64_t>(stored.id),
            title.empty() ? escaped(words_("untitled")) : escaped(shortened(title, 160)), escaped(stored.listing.url),
            taxa, escaped(stored.judgement.quantity), escaped(stored.listing.price.text),
            stored.listing.seller.empty() ? "<em>" + escaped(words_("unnamed")) + "</em>"
                                          : escaped(stored.listing.seller),
            escaped(stored.listing.source), escaped(stored.listing.location),
            iso_time(stored.first_seen_ms).substr(0, 10), iso_time(stored.gone_ms.value_or(0)).substr(0, 10),
            escaped(words_("status." + stored.status)));
    }
    sink_(html.append(table_end));
}

void CaseHtml::evidence() const {
    if (summary_.captures + summary_.pictures == 0) return;
    std::string html = heading("evidence") + "<p class=\"lead\">" + escaped(words_("case.evidence")) + "</p>\n" +
                       table({"number", "capture_time", "capture", "digest"});
    const auto row = [&](std::int64_t id, const std::string& what, const casebook::CaptureOf& capture,
                         const std::string& file_digest) {
        html += fmt::format(
            "<tr><td class=\"n\">{}</td><td>{}</td><td class=\"wrap\">{}<code>{} @ {} + {}</code></td><td "
            "class=\"wrap\">{}{}</td></tr>\n",
            id, iso_time(capture.fetched_ms), what, escaped(capture.capture.file), capture.capture.offset,
            capture.capture.length, parts_.digest(capture.capture.sha256),
            file_digest.empty()
                ? ""
                : "<br><small>" + escaped(words_("picture")) + "</small> " + parts_.digest(file_digest));
    };
    for (const CaseAdvert& advert : summary_.adverts) {
        const auto id = static_cast<std::int64_t>(advert.stored.id);
        if (advert.stored.capture) row(id, "", *advert.stored.capture, "");
        for (const casebook::StoredPicture& picture : advert.pictures)
            if (picture.capture)
                row(id, "<small>" + escaped(picture.url) + "</small><br>", *picture.capture, picture.sha256);
    }
    sink_(html.append(table_end));
}

}  // namespace

void case_html(const CaseSummary& summary, const MessageCatalogue& words, const CitesWords& cites, const Sink& sink) {
    CaseHtml(summary, words, cites, sink).write();
}

}  // namespace tools::report
