// Query parameters that never choose a page. Sources: the documentation of the advertising and analytics products
// named beside each group. Add a name here when a market appends one to every link.
#include <algorithm>
#include <array>
#include <string>

#include "crawler/canonical.h"

namespace crawler {
namespace {

constexpr std::array<std::string_view, 12> kPrefixes{
    "utm_",    // Google Analytics and its imitators
    "_trk",    // eBay: _trksid, _trkparms
    "hsa_",    // HubSpot ads
    "mtm_",    // Matomo
    "pk_",     // Piwik
    "vero_",   // Vero
    "oly_",    // Omeda
    "_hs",     // HubSpot: _hsenc, _hsmi
    "fb_",     // Facebook
    "ga_",     // old Google Analytics
    "algo_",   // AliExpress: algo_pvid, algo_expid
    "pf_rd_",  // Amazon placements
};

constexpr std::array<std::string_view, 58> kNames{
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "gad_campaignid",
    "srsltid",  // Google
    "fbclid",
    "fbadid",
    "igshid",
    "igsh",
    "mibextid",  // Meta
    "msclkid",
    "yclid",
    "ysclid",
    "ymclid",
    "_openstat",
    "twclid",
    "ttclid",
    "li_fat_id",
    "epik",
    "rdt_cid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "s_cid",
    "s_kwcid",
    "ef_id",
    "wickedid",
    "irclickid",
    "irgwc",
    "cjevent",
    "zanpid",
    "awc",
    "vgo_ee",
    "sc_cid",
    "ml_subscriber",
    "ml_subscriber_hash",
    "_ga",
    "_gl",
    "_ke",
    "_kx",
    "spm",
    "scm",
    "pvid",
    "scm_id",
    "aff_fcid",
    "aff_fsk",
    "aff_trace_key",  // Alibaba group
    "itmmeta",
    "itmprp",
    "amdata",
    "mkevt",
    "mkcid",
    "mkrid",
    "toolid",
    "campid",  // eBay
};

constexpr std::array<std::string_view, 12> kSessions{"phpsessid", "jsessionid", "aspsessionid", "asp.net_sessionid",
                                                     "sessionid", "session_id", "sessid",       "sid",
                                                     "cfid",      "cftoken",    "zenid",        "oscsid"};

}  // namespace

bool tells_visits_apart(std::string_view name) {
    if (name.size() > 40) return false;
    std::string lower(name);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    auto is = [&](std::string_view listed) { return lower == listed; };
    return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                       [&](std::string_view prefix) { return lower.compare(0, prefix.size(), prefix) == 0; }) ||
           std::any_of(kNames.begin(), kNames.end(), is) || std::any_of(kSessions.begin(), kSessions.end(), is);
}

}  // namespace crawler
