#include "tools/report/html_advert.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/report/html_text.h"
#include "tools/report/renderer.h"

namespace tools::report {

namespace {

using casebook::StoredListing;
using detector::Field;

// Letters and digits in small letters: "EUR 1.200,-" and "eur1200" say the same.
std::string bare(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c + 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            out += c;
    }
    return out;
}

bool has_words(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

bool repeats(const detector::Listing& listing, const detector::Passage& attribute) {
    const std::string text = bare(attribute.text);
    if (text.empty()) return true;
    for (const std::string* said :
         {&listing.price.text, &listing.price.amount, &listing.price.currency, &listing.seller, &listing.location,
          &listing.availability, &listing.published, &listing.sku})
        if (!said->empty() && text == bare(*said)) return true;
    // "1200 EUR", "EUR 1200.00": the amount with its currency, in whatever order.
    if (!listing.price.amount.empty()) {
        const std::string amount = bare(listing.price.amount), currency = bare(listing.price.currency);
        if (text == amount + currency || text == currency + amount) return true;
    }
    const bool words = has_words(text);
    for (const detector::Passage& other : listing.passages) {
        if (&other == &attribute) break;  // the first of two equal ones stays
        const std::string said = bare(other.text);
        if (text == said && (other.field != Field::attribute || bare(other.label) == bare(attribute.label)))
            return true;
        // A category path holds its last step.
        if (words && other.field == Field::category && said.ends_with(text)) return true;
    }
    return false;
}

std::string HtmlAdvert::texts(const StoredListing& stored) const {
    std::string html, small;
    const auto& passages = stored.listing.passages;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const detector::Passage& passage = passages[i];
        std::vector<Mark> marks;
        for (const casebook::JudgedMatch& match : stored.judgement.matches)
            if (match.passage == i) marks.push_back({match.start, match.end, match.kind + ": " + match.entry});
        const bool said_above =
            passage.field == Field::title || passage.field == Field::seller || passage.field == Field::location;
        if (passage.text.empty() || (marks.empty() && (said_above || repeats(stored.listing, passage)))) continue;
        const std::string label =
            passage.label.empty() ? words_("field." + std::string(detector::to_string(passage.field))) : passage.label;
        const std::string text = marked(passage.text, std::move(marks));
        if (passage.field == Field::title || passage.field == Field::description || passage.field == Field::image_text)
            html += fmt::format("<div class=\"text\" dir=\"auto\"><small>{}</small>{}</div>", escaped(label), text);
        else
            small += fmt::format("<dt dir=\"auto\">{}</dt><dd dir=\"auto\">{}</dd>", escaped(label), text);
    }
    return html + (small.empty() ? "" : "<dl class=\"facts\">" + small + "</dl>");
}

std::string HtmlAdvert::facts(const StoredListing& stored, std::size_t group) const {
    const detector::Listing& listing = stored.listing;
    const auto joined = [](const auto& values, const auto& word) {
        std::string list;
        for (const auto& value : values) list += (list.empty() ? "" : ", ") + escaped(word(value));
        return list;
    };
    const std::string contacts =
        joined(stored.contacts, [](const casebook::Contact& contact) { return contact.kind + " " + contact.value; });
    const std::string claims = joined(stored.judgement.claims, [](const std::string& claim) { return claim; });
    std::string html = "<dl class=\"facts\">" + parts_.fact("price", escaped(listing.price.text)) +
                       parts_.fact("quantity", escaped(stored.judgement.quantity)) +
                       parts_.fact("seller", escaped(listing.seller)) +
                       parts_.fact("place", escaped(listing.location)) + parts_.fact("contacts", contacts);
    if (group > 0)
        html += parts_.fact(
            "linked", fmt::format("<a href=\"#g{}\">{}</a>", group, escaped(words_("group", std::to_string(group)))));
    return html + parts_.fact("source", escaped(listing.source)) +
           parts_.fact("published", escaped(listing.published)) +
           parts_.fact("availability", escaped(words_.stored("availability.", listing.availability))) +
           parts_.fact("first_seen", iso_time(stored.first_seen_ms)) +
           parts_.fact("last_seen", iso_time(stored.last_seen_ms)) +
           parts_.fact("gone", iso_time(stored.gone_ms.value_or(0))) + parts_.fact("claims", claims) +
           parts_.fact("note", escaped(stored.judgement.note)) + "</dl>\n";
}

std::string HtmlAdvert::taxa(const casebook::Judgement& judgement) const {
    if (judgement.taxa.empty()) return {};
    std::string html = fmt::format("<h4>{}</h4><table class=\"taxa\"><tbody>", escaped(words_("taxa")));
    for (const casebook::JudgedTaxon& taxon : judgement.taxa) {
        const bool family = !taxon.family.empty() && taxon.family != taxon.scientific_name;
        const std::string note = parts_.notes(taxon);
        html += fmt::format("<tr><td>{}{}</td><td>{}</td><td>{}{}</td></tr>", parts_.taxon(taxon),
                            family ? "<br><small>" + escaped(taxon.family) + "</small>" : "", parts_.listings(taxon),
                            parts_.specimens(taxon.specimens), note.empty() ? "" : "<br><small>" + note + "</small>");
    }
    return html + "</tbody></table>";
}

std::string HtmlAdvert::reasons(const casebook::Judgement& judgement) const {
    if (judgement.reasons.empty()) return {};
    std::string html = fmt::format("<h4>{}</h4><table class=\"reasons\"><tbody>", escaped(words_("reasons")));
    int sum = 0;
    for (const casebook::JudgedReason& reason : judgement.reasons) {
        sum += reason.points;
        html += fmt::format("<tr><td class=\"n {}\">{:+d}</td><td>{}</td><td><code>{}</code></td></tr>",
                            reason.points < 0 ? "against" : "for", reason.points, escaped(words_.sentence(reason.text)),
                            escaped(reason.rule));
    }
    // The score is the sum, kept within 0 to 100.
    const std::string kept = sum == judgement.score ? "" : fmt::format(" ({:+d})", sum);
    return html + fmt::format("<tr class=\"sum\"><td class=\"n\">{}</td><td>{}{}</td><td></td></tr></tbody></table>",
                              judgement.score, escaped(words_("score")), kept);
}

std::string HtmlAdvert::evidence(const StoredListing& stored,
                                 const std::vector<casebook::StoredPicture>& pictures) const {
    std::string html = fmt::format("<h4>{}</h4><dl class=\"facts\">", escaped(words_("evidence")));
    const auto capture = [&](const casebook::CaptureOf& of) {
        return fmt::format("<code>{} @ {}</code>", escaped(of.capture.file), of.capture.offset);
    };
    if (stored.capture) {
        html += parts_.fact("capture_time", iso_time(stored.capture->fetched_ms));
        html += parts_.fact("capture", capture(*stored.capture));
        html += parts_.fact("digest", parts_.digest(stored.capture->capture.sha256));
        html += parts_.fact("chain", parts_.digest(stored.capture->link));
    }
    for (const casebook::StoredPicture& picture : pictures)
        if (!picture.sha256.empty())
            html +=
                parts_.fact("picture", "<code>" + escaped(picture.url) + "</code><br>" + parts_.digest(picture.sha256) +
                                           (picture.capture ? "<br>" + capture(*picture.capture) : ""));
    html += parts_.fact("lists", escaped(stored.judgement.by.lists_version + " (" +
                                         stored.judgement.by.lists_digest.substr(0, 12) + ")"));
    html += parts_.fact("software", escaped(stored.judgement.by.software));
    return html + "</dl>";
}

std::string HtmlAdvert::decisions(const std::vector<casebook::VerdictEntry>& verdicts) const {
    if (verdicts.empty()) return {};
    std::string html = fmt::format("<h4>{}</h4><table><tbody>", escaped(words_("verdicts")));
    for (const casebook::VerdictEntry& verdict : verdicts)
        html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td dir=\"auto\">{} {}</td></tr>",
                            iso_time(verdict.at_ms), escaped(verdict.who),
                            escaped(words_(verdict.verdict == "note" ? "note" : "status." + verdict.verdict)),
                            escaped(verdict.reason), escaped(verdict.note));
    return html + "</tbody></table>";
}

std::string HtmlAdvert::operator()(const StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts,
                                   const std::vector<casebook::StoredPicture>& pictures, std::size_t group) const {
    const std::string title = title_of(stored);
    std::string html = fmt::format(
        "<article id=\"a{}\">\n<header><div><h3><bdi>{}</bdi></h3><p class=\"where\">{}</p></div>"
        "<div class=\"signs\">{}<span class=\"badge none\">{}</span>"
        "<span class=\"badge none\">{}</span><span class=\"badge {}\">{}</span></div></header>\n",
        static_cast<std::int64_t>(stored.id), title.empty() ? escaped(words_("untitled")) : escaped(title),
        escaped(stored.listing.url), parts_.level_badge(stored.judgement.level), stored.judgement.score,
        parts_.appendix(stored.judgement.appendix), stored.status, escaped(words_("status." + stored.status)));
    html += texts(stored) + facts(stored, group) + taxa(stored.judgement) + reasons(stored.judgement) +
            evidence(stored, pictures) + decisions(verdicts);
    return html + fmt::format("<p class=\"top\"><a href=\"#top\">{}</a></p>\n</article>\n", escaped(words_("to_top")));
}

}  // namespace tools::report
