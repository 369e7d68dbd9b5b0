#include "tools/case_summary.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "tools/data_folders.h"
#include "tools/output_file.h"
#include "tools/report/case_forms.h"
#include "tools/report/export_log.h"

namespace tools {

namespace {

constexpr int decimals = 4;  // of money: more than any currency has

// "1234.5" in ten-thousandths; nothing for what is no amount or too large to be one.
std::optional<std::int64_t> money(const std::string& amount) {
    std::int64_t value = 0;
    int behind = -1;
    if (amount.empty() || amount.size() > 15) return std::nullopt;
    for (const char c : amount) {
        if (c == '.' && behind < 0) {
            behind = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (behind >= decimals) continue;
        behind += behind >= 0;
        value = value * 10 + (c - '0');
    }
    for (int i = std::max(behind, 0); i < decimals; ++i) value *= 10;
    return value;
}

std::string money_text(std::int64_t value) {
    std::string whole = std::to_string(value / 10'000), rest = std::to_string(10'000 + value % 10'000).substr(1);
    while (rest.size() > 2 && rest.back() == '0') rest.pop_back();
    return rest == "00" ? whole : whole + "." + rest;
}

std::vector<casebook::Count> largest_first(const std::map<std::string, std::int64_t>& counts) {
    std::vector<casebook::Count> sorted;
    for (const auto& [name, count] : counts) sorted.push_back({name, count});
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    return sorted;
}

struct Tally {  // while the adverts pass by
    std::map<std::pair<std::string, std::string>, CaseAccount> accounts;
    std::map<std::string, CaseTaxon> taxa;
    std::map<std::string, std::int64_t> appendices, statuses, terms, places;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> asked;  // sum, adverts

    void add(const casebook::StoredListing& stored) {
        CaseAccount& account = accounts[{stored.listing.source, stored.listing.seller}];
        account.source = stored.listing.source;
        account.seller = stored.listing.seller;
        account.first_seen_ms =
            account.adverts ? std::min(account.first_seen_ms, stored.first_seen_ms) : stored.first_seen_ms;
        account.last_seen_ms = std::max(account.last_seen_ms, stored.last_seen_ms);
        ++account.adverts;
        for (const casebook::Contact& contact : stored.contacts) {
            const std::string text = contact.kind + " " + contact.value;
            if (std::find(account.contacts.begin(), account.contacts.end(), text) == account.contacts.end())
                account.contacts.push_back(text);
        }
        ++appendices[stored.judgement.appendix];
        ++statuses[stored.status];
        ++places[stored.listing.location];
        // An advert counts once for a taxon and once for a term, however many rows of its judgement name them.
        std::set<std::string> terms_here;
        std::map<std::string, std::set<std::string>> terms_of_taxa;
        for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa) {
            CaseTaxon& known = taxa[taxon.scientific_name];
            if (known.taxon.scientific_name.empty()) known.taxon = taxon;
            terms_of_taxa[taxon.scientific_name].insert(taxon.specimens.begin(), taxon.specimens.end());
            terms_here.insert(taxon.specimens.begin(), taxon.specimens.end());
        }
        for (const auto& [name, codes] : terms_of_taxa) {
            ++taxa[name].adverts;
            for (const std::string& term : codes) ++taxa[name].terms[term];
        }
        for (const std::string& term : terms_here) ++terms[term];
        if (const auto amount = money(stored.listing.price.amount); amount && !stored.listing.price.currency.empty()) {
            auto& [sum, count] = asked[stored.listing.price.currency];
            sum += *amount;
            ++count;
        }
    }
};

}  // namespace

CaseSummary case_of(casebook::Reader& reader, casebook::LinkReader& links, const casebook::Filter& filter) {
    CaseSummary summary;
    summary.filter = filter;
    Tally tally;
    reader.each(filter, [&](const casebook::StoredListing& stored) {
        tally.add(stored);
        CaseAdvert& advert = summary.adverts.emplace_back(CaseAdvert{stored, reader.pictures(stored.id)});
        summary.first_seen_ms =
            summary.first_seen_ms ? std::min(summary.first_seen_ms, stored.first_seen_ms) : stored.first_seen_ms;
        summary.last_seen_ms = std::max(summary.last_seen_ms, stored.last_seen_ms);
        summary.gone += stored.gone_ms.has_value();
        summary.captures += stored.capture.has_value();
        for (const casebook::StoredPicture& picture : advert.pictures) summary.pictures += !picture.sha256.empty();
        return true;
    });
    for (auto& [key, account] : tally.accounts) summary.accounts.push_back(std::move(account));
    std::stable_sort(summary.accounts.begin(), summary.accounts.end(),
                     [](const auto& a, const auto& b) { return a.adverts > b.adverts; });
    for (auto& [name, taxon] : tally.taxa) summary.taxa.push_back(std::move(taxon));
    std::stable_sort(summary.taxa.begin(), summary.taxa.end(), [](const CaseTaxon& a, const CaseTaxon& b) {
        if (a.taxon.appendix.empty() != b.taxon.appendix.empty()) return b.taxon.appendix.empty();
        if (a.taxon.appendix != b.taxon.appendix) return a.taxon.appendix < b.taxon.appendix;  // I, I/II, II, III
        return a.adverts > b.adverts;
    });
    summary.appendices = largest_first(tally.appendices);
    summary.statuses = largest_first(tally.statuses);
    summary.terms = largest_first(tally.terms);
    summary.places = largest_first(tally.places);
    for (const auto& [currency, asked] : tally.asked)
        summary.asked.push_back({currency, money_text(asked.first), asked.second});
    summary.groups = links.groups(filter);
    return summary;
}

int summarise_case(const ReportOptions& options, Console& console) {
    casebook::Reader reader(options.casebook);
    casebook::LinkReader links(options.casebook);
    CaseSummary summary = case_of(reader, links, options.filter);
    summary.name = options.case_name;
    summary.from = options.from;
    summary.reference = options.reference;
    summary.casebook = options.casebook.filename().string();
    summary.made_ms = report::unix_now();
    const MessageCatalogue words(data_folder() / "config" / "messages", options.language);
    const report::CitesWords cites(data_folder() / "species_lists", options.language);

    OutputFile output(options.output);
    const report::Sink sink = [&](std::string_view bytes) { output.write(bytes); };
    if (options.format == ReportFormat::html)
        report::case_html(summary, words, cites, sink);
    else if (options.format == ReportFormat::jsonl)
        report::case_json(summary, cites, sink);
    else
        throw std::invalid_argument(
            "--case is written as html or jsonl (the same selection without --case as a table)");
    casebook::Writer::Export taken{.who = report::export_name(options.who),
                                   .kind = "case " + std::string(name_of(options.format)),
                                   .filter = "case " + options.case_name + ": " + casebook::to_string(options.filter)};
    taken.sha256 = output.finish();
    for (const CaseAdvert& advert : summary.adverts) taken.listings.push_back(advert.stored.id);
    report::record_export(options.casebook, taken, summary.made_ms, console);
    if (!output.to_standard_output())
        console.note(options.output.string() + ": " + grouped(taken.listings.size()) + " adverts of " +
                     grouped(summary.accounts.size()) + " accounts");
    return 0;
}

}  // namespace tools
