#include "tools/referral.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "tools/data_folders.h"
#include "tools/output_file.h"
#include "tools/report/export_log.h"
#include "tools/report/referral_forms.h"

namespace tools {

namespace {

casebook::Milliseconds last_decision(casebook::Reader& reader, casebook::ListingId id) {
    casebook::Milliseconds last = 0;
    for (const casebook::VerdictEntry& verdict : reader.verdicts(id))
        if (verdict.verdict != "note") last = std::max(last, verdict.at_ms);
    return last;
}

}  // namespace

std::string_view to_string(ReferralState state) {
    switch (state) {
        case ReferralState::fresh:
            return "new";
        case ReferralState::still_offered:
            return "still offered";
        case ReferralState::taken_down:
            return "taken down";
        case ReferralState::withdrawn:
            return "withdrawn";
    }
    return "";
}

std::int64_t Referral::count(ReferralState state) const {
    return std::count_if(adverts.begin(), adverts.end(), [&](const auto& advert) { return advert.state == state; });
}

Referral referral_of(casebook::Reader& reader, const Platform& platform, const casebook::Filter& filter,
                     const std::vector<std::string>& statuses) {
    Referral referral;
    referral.platform = platform;
    std::unordered_map<std::int64_t, casebook::Referred> before;
    for (const casebook::Referred& one : reader.referred(platform.key)) {
        before.emplace(static_cast<std::int64_t>(one.listing), one);
        referral.last_ms = std::max(referral.last_ms, one.last_ms);
    }
    casebook::Filter selection = filter;
    selection.platform = platform.match;
    reader.each(selection, [&](const casebook::StoredListing& stored) {
        const bool wanted = std::find(statuses.begin(), statuses.end(), stored.status) != statuses.end();
        if (wanted && !stored.gone_ms && !before.contains(static_cast<std::int64_t>(stored.id)))
            referral.adverts.push_back({ReferralState::fresh, stored});
        return true;
    });
    for (const auto& [id, one] : before) {
        const std::optional<casebook::StoredListing> stored = reader.listing(one.listing);
        if (!stored) continue;  // purged since
        ReferredAdvert advert{ReferralState::still_offered, *stored, one.first_ms, stored->version != one.version};
        casebook::Milliseconds since = referral.last_ms + 1;
        if (stored->status == "dismissed") {
            advert.state = ReferralState::withdrawn;
            since = last_decision(reader, one.listing);
        } else if (stored->gone_ms) {
            advert.state = ReferralState::taken_down;
            since = *stored->gone_ms;
        }
        if (since > referral.last_ms)
            referral.adverts.push_back(std::move(advert));
        else
            ++referral.told_before;
    }
    std::stable_sort(referral.adverts.begin(), referral.adverts.end(), [](const auto& a, const auto& b) {
        if (a.state != b.state) return a.state < b.state;
        return a.stored.listing.url < b.stored.listing.url;
    });
    return referral;
}

int refer(const ReportOptions& options, Console& console) {
    casebook::Reader reader(options.casebook);
    const Platform platform = platform_of(options.referral, options.platforms, options.casebook, reader.sources());
    if (options.filter.status == "dismissed")
        throw std::invalid_argument("--status dismissed: what was dismissed is not referred to anybody");
    std::vector<std::string> statuses{options.filter.status.empty() ? "confirmed" : options.filter.status};
    if (options.unreviewed) statuses = {"confirmed", "new", "unsure"};

    Referral referral = referral_of(reader, platform, options.filter, statuses);
    referral.from = options.from;
    referral.reference = options.reference;
    referral.draft = options.draft;
    referral.made_ms = report::unix_now();
    referral.language = options.language_chosen || platform.language.empty() ? options.language : platform.language;
    const MessageCatalogue words(data_folder() / "config" / "messages", referral.language);
    const report::CitesWords cites(data_folder() / "species_lists", referral.language);

    OutputFile output(options.output);
    const report::Sink sink = [&](std::string_view bytes) { output.write(bytes); };
    switch (options.format) {
        case ReportFormat::html:
            report::referral_html(referral, words, cites, sink);
            break;
        case ReportFormat::csv:
            report::referral_csv(referral, sink);
            break;
        case ReportFormat::jsonl:
            report::referral_jsonl(referral, sink);
            break;
        case ReportFormat::xlsx:
            throw std::invalid_argument("--referral is written as html, csv or jsonl");
    }
    casebook::Writer::Export taken{
        .who = report::export_name(options.who),
        .kind = "referral " + std::string(name_of(options.format)),
        .filter = "referral to " + platform.key + ": " + casebook::to_string(options.filter)};
    taken.platform = platform.key;
    taken.sha256 = output.finish();
    for (const ReferredAdvert& advert : referral.adverts) taken.listings.push_back(advert.stored.id);
    const bool remembered = options.draft || taken.listings.empty() ||
                            report::record_export(options.casebook, taken, referral.made_ms, console);
    if (!output.to_standard_output() || taken.listings.empty())
        console.note(platform.name + ": " + grouped(static_cast<std::uint64_t>(referral.count(ReferralState::fresh))) +
                     " new, " + grouped(static_cast<std::uint64_t>(referral.count(ReferralState::still_offered))) +
                     " still offered, " +
                     grouped(static_cast<std::uint64_t>(referral.count(ReferralState::taken_down))) + " taken down, " +
                     grouped(static_cast<std::uint64_t>(referral.count(ReferralState::withdrawn))) + " withdrawn" +
                     (options.draft ? " (a draft: not remembered)" : ""));
    if (taken.listings.empty() && statuses == std::vector<std::string>{"confirmed"})
        console.note("only adverts that a person has confirmed are referred (--unreviewed: those undecided, too)");
    return remembered ? 0 : 1;
}

}  // namespace tools
