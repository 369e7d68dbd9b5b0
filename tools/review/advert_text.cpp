// The advert's own words with the matches marked, and why it was flagged.
#include <fmt/core.h>

#include <algorithm>

#include "tools/review/advert_parts.h"
#include "tools/review/desk.h"

namespace tools::review {

namespace {

using casebook::JudgedMatch;
using casebook::StoredListing;

bool names_a_taxon(const JudgedMatch& match) { return match.kind != "part" && match.kind != "context"; }

std::string word_link(const JudgedMatch& match) {
    return "/word?word=" + percent_encoded(match.entry) + "&word_language=" + percent_encoded(match.language) +
           "&word_kind=" + percent_encoded(match.kind);
}

std::string explained(const Visit& visit, const JudgedMatch& match) {
    std::string text =
        fmt::format("{} · {} ({})", match.entry, stored_word(visit, "kind.", match.kind), match.language);
    if (match.how != "exact") text += " · " + stored_word(visit, "how.", match.how);
    return text;
}

// Overlapping matches are one mark that tells of all of them.
Html marked(const Visit& visit, const std::string& text, std::vector<const JudgedMatch*> matches) {
    std::sort(matches.begin(), matches.end(), [](const auto* a, const auto* b) { return a->start < b->start; });
    Html shown;
    const auto piece = [&](std::size_t begin, std::size_t end) {
        return std::string_view(text).substr(begin, end - begin);
    };
    std::size_t at = 0;
    for (std::size_t i = 0; i < matches.size();) {
        const std::size_t begin = matches[i]->start;
        std::size_t end = matches[i]->end;
        std::string told;
        bool strong = false;
        for (; i < matches.size() && (matches[i]->start < end || told.empty()); ++i) {
            end = std::max<std::size_t>(end, matches[i]->end);
            strong |= names_a_taxon(*matches[i]);
            const std::string one = explained(visit, *matches[i]);
            if (told.find(one) == std::string::npos) told += (told.empty() ? "" : "\n") + one;
        }
        if (begin < at || end > text.size() || begin >= end) continue;  // of another text: show nothing wrong
        shown.add("{}<mark class=\"{}\" title=\"{}\">{}</mark>", piece(at, begin), strong ? "names" : "part", told,
                  piece(begin, end));
        at = end;
    }
    return shown.add("{}", piece(at, text.size()));
}

}  // namespace

Html advert_text(const Visit& visit, const StoredListing& stored) {
    const auto& passages = stored.listing.passages;
    Html shown;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const detector::Passage& passage = passages[i];
        std::vector<const JudgedMatch*> matches;
        for (const JudgedMatch& match : stored.judgement.matches)
            if (match.passage == i) matches.push_back(&match);
        const bool is_fact = passage.field == detector::Field::seller || passage.field == detector::Field::location;
        if (passage.text.empty() || (is_fact && matches.empty())) continue;
        const std::string label =
            passage.label.empty() ? visit.words("field." + std::string(to_string(passage.field))) : passage.label;
        const bool is_long = passage.field == detector::Field::title || passage.field == detector::Field::description;
        shown.add("<div class=\"passage {}\"><h3><bdi>{}</bdi></h3><p dir=\"auto\"{}>{}</p></div>",
                  is_long ? "long" : "short", label, lang_attribute(stored.listing.language),
                  marked(visit, passage.text, matches));
    }
    return html("<section class=\"card text\" aria-label=\"{}\"><h2>{}</h2>{}</section>", visit.words("desk.its_words"),
                visit.words("desk.its_words"), shown);
}

Html reasons_table(const Visit& visit, const StoredListing& stored, const std::string& query) {
    const MessageCatalogue& words = visit.words;
    const casebook::Judgement& judgement = stored.judgement;
    Html rows;
    std::vector<const casebook::JudgedReason*> reasons;
    for (const casebook::JudgedReason& reason : judgement.reasons) reasons.push_back(&reason);
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto* a, const auto* b) { return a->points > b->points; });
    for (const casebook::JudgedReason* reason : reasons) {
        Html rests;
        for (const std::uint32_t index : reason->matches)
            if (index < judgement.matches.size())
                rests.add("<mark><bdi>{}</bdi></mark> ", judgement.matches[index].text);
        rows.add(
            "<tr class=\"{}\"><td class=\"n\">{}</td><td><bdi dir=\"ltr\">{}</bdi> "
            "{}<small><code>{}</code></small></td></tr>",
            reason->points < 0 ? "against" : "for", fmt::format("{:+d}", reason->points), words.sentence(reason->text),
            rests, reason->rule);
    }
    Html entries;
    std::vector<std::string> told;
    for (const JudgedMatch& match : judgement.matches) {
        const std::string link = word_link(match);
        if (!names_a_taxon(match) || std::find(told.begin(), told.end(), link) != told.end()) continue;
        told.push_back(link);
        const TaxonCards::Sense sense = visit.desk.cards.sense(match.entry, match.language, match.kind);
        entries.add("<li><a href=\"{}\"><bdi>{}</bdi></a> <small>{} · {} → <i lang=\"la\">{}</i> · {}</small></li>",
                    with_query(link, query.empty() ? "" : "back=" + percent_encoded(query)), match.entry,
                    stored_word(visit, "kind.", match.kind), match.language, sense.meaning,
                    stored_word(visit, "how.", match.how));
    }
    if (rows.empty()) return {};
    return html(
        "<section class=\"card\"><h2>{}</h2><table class=\"reasons\"><thead class=\"unseen\"><tr><th "
        "scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th></tr></thead><tbody>{}<tr class=\"sum\"><td class=\"n\">{}</td><td>{} · {} "
        "{}</td></tr>"
        "</tbody></table><h3>{}</h3><ul class=\"entries\">{}</ul></section>",
        words("reasons"), words("points"), words("reason"), rows, judgement.score, words("score"), words("confidence"),
        fmt::format("{:.2f}", judgement.confidence), words("desk.entries"), entries);
}

}  // namespace tools::review
