#include "tools/report/referral_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/judgement_output.h"
#include "tools/listing_table.h"
#include "tools/report/html_parts.h"
#include "tools/report/html_text.h"

namespace tools::report {

namespace {

using Json = nlohmann::ordered_json;

// The words that led to the flag, each once.
std::vector<std::string> words_of(const casebook::StoredListing& stored) {
    std::vector<std::string> words;
    for (const casebook::JudgedMatch& match : stored.judgement.matches)
        if (std::find(words.begin(), words.end(), match.text) == words.end()) words.push_back(match.text);
    return words;
}

std::string captured(const casebook::StoredListing& stored) {
    return iso_time(stored.capture ? stored.capture->fetched_ms : stored.first_seen_ms);
}

std::string section(const Referral& referral, ReferralState state, std::string_view key, const HtmlParts& parts,
                    const MessageCatalogue& words) {
    if (referral.count(state) == 0) return {};
    std::string html = fmt::format("<h2>{} ({})</h2>\n<p class=\"lead\">{}</p>\n", escaped(words(key)),
                                   words.number(referral.count(state)), escaped(words(std::string(key) + ".lead")));
    std::size_t number = 0;
    for (const ReferredAdvert& advert : referral.adverts) {
        ++number;
        if (advert.state != state) continue;
        const casebook::StoredListing& stored = advert.stored;
        std::string taxa, said;
        for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa) {
            const std::string specimens = parts.specimens(taxon.specimens);
            taxa += (taxa.empty() ? "" : "<br>") + parts.taxon(taxon) + ", " + parts.appendix(taxon.appendix) +
                    (specimens.empty() ? "" : ": " + specimens);
        }
        for (const std::string& word : words_of(stored))
            said += (said.empty() ? "" : " ") + ("<mark dir=\"auto\">" + escaped(word) + "</mark>");
        const std::string title = title_of(stored);
        html +=
            fmt::format("<article><header><div><h3 dir=\"auto\">{}. {}</h3><p class=\"where\">{}</p></div></header>",
                        number, title.empty() ? escaped(words("untitled")) : escaped(title),
                        escaped(stored.listing.url.empty() ? stored.listing.id : stored.listing.url));
        html +=
            "<dl class=\"facts\">" + parts.fact("account", escaped(stored.listing.seller)) + parts.fact("taxa", taxa) +
            parts.fact("words", said) + parts.fact("price", escaped(stored.listing.price.text)) +
            parts.fact("capture_time", captured(stored)) +
            parts.fact("digest", stored.capture ? parts.digest(stored.capture->capture.sha256) : "") +
            parts.fact("referred", iso_time(advert.first_referred_ms)) +
            parts.fact("gone", state == ReferralState::taken_down ? iso_time(stored.gone_ms.value_or(0)) : "") +
            parts.fact("changed",
                       advert.changed && state == ReferralState::still_offered ? escaped(words("changed.since")) : "") +
            "</dl></article>\n";
    }
    return html;
}

}  // namespace

void referral_html(const Referral& referral, const MessageCatalogue& words, const CitesWords& cites, const Sink& sink) {
    const HtmlParts parts(words, cites);
    std::string html = parts.begin(words("referral.title"), referral.platform.name, words("referral.lead"));
    if (referral.draft) html += "<p class=\"draft\">" + escaped(words("draft")) + "</p>\n";
    html += "<dl class=\"facts\">" + parts.fact("to", escaped(referral.platform.name)) +
            parts.fact("from", escaped(referral.from)) + parts.fact("reference", escaped(referral.reference)) +
            parts.fact("made", iso_time(referral.made_ms)) + parts.fact("referral.before", iso_time(referral.last_ms)) +
            "</dl>\n<div class=\"tiles\">";
    const std::pair<ReferralState, std::string_view> states[] = {{ReferralState::fresh, "referral.new"},
                                                                 {ReferralState::still_offered, "referral.still"},
                                                                 {ReferralState::taken_down, "referral.down"},
                                                                 {ReferralState::withdrawn, "referral.withdrawn"}};
    for (const auto& [state, key] : states)
        if (state == ReferralState::fresh || referral.last_ms > 0)
            html += parts.tile(referral.count(state), words(key));
    html += "</div>\n<p>" + escaped(words("referral.request")) + "</p>\n";
    if (referral.adverts.empty()) html += "<p>" + escaped(words("referral.none")) + "</p>\n";
    sink(html);
    for (const auto& [state, key] : states) sink(section(referral, state, key, parts, words));
    html.clear();
    if (referral.told_before > 0)
        html += "<p>" + escaped(words("referral.told", words.number(referral.told_before))) + "</p>\n";
    html += "<h2>" + escaped(words("referral.about")) + "</h2>\n<p>" + escaped(words("referral.method")) + "</p>\n<p>" +
            escaped(words("referral.digest")) + "</p>\n";
    sink(html + parts.end("citeswatch " CITESWATCH_VERSION, referral.made_ms));
}

void referral_csv(const Referral& referral, const Sink& sink) {
    sink(
        "state,url,title,account,taxa,appendix,specimens,words,captured,capture_sha256,first_seen,first_referred,"
        "taken_down\r\n");
    for (const ReferredAdvert& advert : referral.adverts) {
        const casebook::StoredListing& stored = advert.stored;
        std::string taxa, appendices, specimens;
        for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa) {  // three lists that go together
            const char* between = &taxon == &stored.judgement.taxa.front() ? "" : "; ";
            taxa += between + taxon.scientific_name;
            appendices += between + taxon.appendix;
            specimens += between + fmt::format("{}", fmt::join(taxon.specimens, " "));
        }
        const std::string cells[] = {std::string(to_string(advert.state)),
                                     stored.listing.url,
                                     title_of(stored),
                                     stored.listing.seller,
                                     taxa,
                                     appendices,
                                     specimens,
                                     fmt::format("{}", fmt::join(words_of(stored), "; ")),
                                     captured(stored),
                                     stored.capture ? stored.capture->capture.sha256 : "",
                                     iso_time(stored.first_seen_ms),
                                     iso_time(advert.first_referred_ms),
                                     iso_time(stored.gone_ms.value_or(0))};
        std::string line;
        for (const std::string& cell : cells) (line += &cell == cells ? "" : ",") += csv_cell(valid_utf8(cell));
        sink(line + "\r\n");
    }
}

void referral_jsonl(const Referral& referral, const Sink& sink) {
    for (const ReferredAdvert& advert : referral.adverts) {
        const casebook::StoredListing& stored = advert.stored;
        Json taxa = Json::array();
        for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa)
            taxa.push_back({{"scientific_name", taxon.scientific_name},
                            {"rank", taxon.rank},
                            {"appendix", taxon.appendix},
                            {"specimens", taxon.specimens}});
        Json json = {{"platform", referral.platform.key}, {"state", to_string(advert.state)},
                     {"url", stored.listing.url},         {"title", title_of(stored)},
                     {"account", stored.listing.seller},  {"taxa", std::move(taxa)},
                     {"words", words_of(stored)},         {"captured", captured(stored)}};
        if (stored.capture) json["capture_sha256"] = stored.capture->capture.sha256;
        json["first_seen"] = iso_time(stored.first_seen_ms);
        if (advert.first_referred_ms) json["first_referred"] = iso_time(advert.first_referred_ms);
        if (advert.changed) json["changed"] = true;
        if (stored.gone_ms) json["taken_down"] = iso_time(*stored.gone_ms);
        if (!referral.reference.empty()) json["reference"] = referral.reference;
        if (referral.draft) json["draft"] = true;
        sink(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    }
}

}  // namespace tools::report
