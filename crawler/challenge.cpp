#include "crawler/challenge.h"

#include <algorithm>
#include <cstddef>

namespace crawler {
namespace {

constexpr std::size_t kSmall = 12'000;   // a challenge served as 200 is a shell around a script
constexpr std::size_t kLooked = 65'536;  // of an error page

struct Sign {
    std::string_view vendor;
    std::string_view text;   // in the body, as the vendor writes it
    bool error_only = true;  // counts with an error status only; else also in a small page of any status
};

constexpr Sign kSigns[] = {
    {"Cloudflare", "/cdn-cgi/challenge-platform/h/", true},
    {"Cloudflare", "window._cf_chl_opt", false},
    {"Cloudflare", "cf-browser-verification", false},
    {"Cloudflare", "Attention Required! | Cloudflare", true},
    {"DataDome", "captcha-delivery.com", false},
    {"PerimeterX", "px-captcha", false},
    {"PerimeterX", "window._pxAppId", true},
    {"Akamai", "errors.edgesuite.net", true},
    {"Akamai", "sec-if-cpt-container", false},
    {"Akamai", "bm-verify=", false},
    {"Imperva", "_Incapsula_Resource", false},
    {"Imperva", "Request unsuccessful. Incapsula incident ID", false},
    {"AWS WAF", "awsWafCookieDomainList", false},
    {"AWS WAF", "token.awswaf.com", true},
    {"Kasada", "window.KPSDK", false},
    {"Sucuri", "Sucuri WebSite Firewall - Access Denied", true},
    {"captcha", "geetest_captcha", true},
    {"captcha", "g-recaptcha", true},
    {"captcha", "h-captcha", true},
    {"captcha", "cf-turnstile", true},
    {"captcha", "/errors/validateCaptcha", false},  // Amazon
    {"captcha", "Pardon Our Interruption", false},
    {"captcha", "punish-component", false},  // Alibaba
};

std::string_view value_of(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

}  // namespace

std::string_view challenge_of(int http_status, const Headers& headers, std::string_view body) {
    if (value_of(headers, "cf-mitigated") == "challenge") return "Cloudflare";
    const bool error =
        http_status == 401 || http_status == 403 || http_status == 405 || http_status == 429 || http_status == 503;
    if (error && !value_of(headers, "x-datadome").empty()) return "DataDome";
    if (http_status == 202 || http_status == 405) {
        const std::string_view action = value_of(headers, "x-amzn-waf-action");
        if (action == "challenge" || action == "captcha") return "AWS WAF";
    }
    if (!error && (http_status != 200 || body.size() > kSmall)) return {};
    const std::string_view type = value_of(headers, "content-type");
    if (!type.empty() && type.find("html") == std::string_view::npos) return {};
    const std::string_view looked = body.substr(0, kLooked);
    for (const Sign& sign : kSigns)
        if ((error || !sign.error_only) && looked.find(sign.text) != std::string_view::npos) return sign.vendor;
    return {};
}

}  // namespace crawler
