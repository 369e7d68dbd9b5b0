// The notice that goes to a marketplace or social network about its own adverts (CITES decision 17.B a).
//
// It says what a platform needs to find and judge an advert: address, account, taxon and Appendix, the words that led
// to it, when it was seen and the digest of what was kept. It says nothing of scores, notes or the people who decided.
// By default only adverts that a person has confirmed are named.
//
// Notices to one platform build on each other: the casebook remembers what each named, so that the next one tells what
// is new, what is still offered, what was taken down since, and what is withdrawn (dismissed after it was referred). A
// draft is not remembered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"
#include "tools/console.h"
#include "tools/platforms.h"
#include "tools/report.h"

namespace tools {

// In the order of the notice.
enum class ReferralState : std::uint8_t { fresh, still_offered, taken_down, withdrawn };
std::string_view to_string(ReferralState state);  // "new", "still offered", ...: stable, for scripts

struct ReferredAdvert {
    ReferralState state{};
    casebook::StoredListing stored;
    casebook::Milliseconds first_referred_ms = 0;  // 0: in this notice
    bool changed = false;                          // its words, since the last notice that named it
};

struct Referral {
    Platform platform;
    std::string from, reference, language;
    bool draft = false;
    casebook::Milliseconds made_ms = 0;
    casebook::Milliseconds last_ms = 0;  // of the notice before, 0: this is the first
    std::int64_t told_before = 0;        // taken down or withdrawn, and said so in an earlier notice
    std::vector<ReferredAdvert> adverts;

    std::int64_t count(ReferralState state) const;
};

// What there is to say to the platform now. `statuses`: of adverts named for the first time.
Referral referral_of(casebook::Reader& reader, const Platform& platform, const casebook::Filter& filter,
                     const std::vector<std::string>& statuses);

// `citeswatch report --referral`. Exit code 1 where it was written but could not be remembered.
int refer(const ReportOptions& options, Console& console);

}  // namespace tools
