#include "tools/report/columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/report/renderer.h"

namespace tools::report {

namespace {

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, "; ")); }

// Each once, in the order first met.
void add_once(std::vector<std::string>& parts, const std::string& part) {
    if (!part.empty() && std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
}

}  // namespace

std::vector<Column> columns() {
    return {{"listing", 9, true}, {"status", 11}, {"level", 9},      {"score", 7, true}, {"confidence", 11, true},
            {"appendix", 9},      {"taxa", 30},   {"specimens", 14}, {"title", 50},      {"words", 30},
            {"price", 14},        {"amount", 10}, {"currency", 9},   {"quantity", 12},   {"seller", 20},
            {"location", 18},     {"source", 16}, {"language", 9},   {"url", 50},        {"first_seen", 22},
            {"last_seen", 22},    {"gone", 22},   {"claims", 20},    {"reasons", 60},    {"capture_sha256", 66},
            {"captured", 22},     {"lists", 26},  {"note", 20},      {"group", 7, true}, {"contacts", 30},
            {"regimes", 18}};
}

std::vector<std::string> cells(const casebook::StoredListing& stored, std::size_t group) {
    const casebook::Judgement& judgement = stored.judgement;
    std::vector<std::string> taxa, specimens, words, reasons, regimes;
    for (const casebook::JudgedTaxon& taxon : judgement.taxa) {
        add_once(taxa, taxon.scientific_name);
        for (const std::string& specimen : taxon.specimens) add_once(specimens, specimen);
        for (const casebook::JudgedRegime& listed : taxon.regimes)
            add_once(regimes, listed.regime + " " + listed.listing);
    }
    for (const casebook::JudgedMatch& match : judgement.matches) add_once(words, match.text);
    std::vector<std::string> contacts;
    for (const casebook::Contact& contact : stored.contacts) contacts.push_back(contact.kind + " " + contact.value);
    for (const casebook::JudgedReason& reason : judgement.reasons)
        reasons.push_back(fmt::format("{:+d} {}: {}", reason.points, reason.rule, reason.text));
    return {std::to_string(static_cast<std::int64_t>(stored.id)),
            stored.status,
            std::string(detector::to_string(judgement.level)),
            std::to_string(judgement.score),
            fmt::format("{:.3f}", judgement.confidence),
            judgement.appendix,
            joined(taxa),
            joined(specimens),
            title_of(stored),
            joined(words),
            stored.listing.price.text,
            stored.listing.price.amount,
            stored.listing.price.currency,
            judgement.quantity,
            stored.listing.seller,
            stored.listing.location,
            stored.listing.source,
            stored.listing.language,
            stored.listing.url,
            iso_time(stored.first_seen_ms),
            iso_time(stored.last_seen_ms),
            iso_time(stored.gone_ms.value_or(0)),
            joined(judgement.claims),
            joined(reasons),
            stored.capture ? stored.capture->capture.sha256 : "",
            iso_time(stored.capture ? stored.capture->fetched_ms : 0),
            judgement.by.lists_version + " " + judgement.by.lists_digest.substr(0, 12),
            judgement.note,
            group ? std::to_string(group) : "",
            joined(contacts),
            joined(regimes)};
}

}  // namespace tools::report
