#include "crawler/extract/resolve.h"

#include "crawler/canonical.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

bool has_other_scheme(std::string_view reference) {
    const auto end = reference.find_first_of(":/?#");
    return end != std::string_view::npos && reference[end] == ':' && end > 0 && is_ascii_letter(reference[0]);
}

// A path that the parser and the canonical form would leave as it is: unreserved characters, no dots to resolve.
bool is_plain_path(std::string_view text) {
    if (text.empty() || text[0] != '/') return false;
    char before = 0;
    for (const char c : text) {
        const bool letter = is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!letter && c != '/' && c != '.') return false;
        if (!letter && before == '/') return false;
        before = c;
    }
    return true;
}

}  // namespace

BaseUrl::BaseUrl(std::string_view page_url) : text_(page_url) {
    if (std::optional<Url> url = Url::parse(page_url)) rest_on(*url);
}

void BaseUrl::set_base(std::string_view href) {
    if (set_) return;
    set_ = true;
    if (std::optional<Url> url = Url::parse(href, base_ ? &*base_ : nullptr)) rest_on(*url);
}

void BaseUrl::rest_on(const Url& base) {
    base_ = base;
    text_ = base_->text();
    origin_ = canonical(*base_).origin();
    if (!text_.starts_with(origin_ + "/")) origin_.clear();  // a user's name, a dot after the host
}

// Most links of a page: "/item/7", or that with the origin before it. The parser would take microseconds for each.
// Empty for others.
std::string BaseUrl::plain(std::string_view reference) const {
    if (origin_.empty()) return {};
    const bool whole = reference.starts_with(origin_);
    if (!is_plain_path(whole ? reference.substr(origin_.size()) : reference)) return {};
    std::string out;
    out.reserve(origin_.size() + reference.size());
    if (!whole) out = origin_;
    return out += reference;
}

std::string BaseUrl::resolve(std::string_view reference) const {
    reference = trimmed(reference);
    if (reference.empty()) return {};
    if (std::string url = plain(reference); !url.empty()) return url;
    if (const std::optional<Url> url = Url::parse(reference, base_ ? &*base_ : nullptr)) return url->text();
    return base_ || has_other_scheme(reference) ? std::string() : std::string(reference);
}

std::string BaseUrl::link(std::string_view reference) const {
    reference = trimmed(reference);
    if (reference.empty() || reference[0] == '#') return {};
    if (std::string url = plain(reference); !url.empty()) return url;
    if (const std::optional<Url> url = Url::parse(reference, base_ ? &*base_ : nullptr)) return canonical(*url).text();
    return base_ || has_other_scheme(reference) ? std::string() : std::string(reference.substr(0, reference.find('#')));
}

}  // namespace crawler
