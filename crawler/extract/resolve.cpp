#include "crawler/extract/resolve.h"

#include "crawler/canonical.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

bool has_other_scheme(std::string_view reference) {
    const auto end = reference.find_first_of(":/?#");
    return end != std::string_view::npos && reference[end] == ':' && end > 0 && is_ascii_letter(reference[0]);
}

}  // namespace

BaseUrl::BaseUrl(std::string_view page_url) : text_(page_url), base_(Url::parse(page_url)) {
    if (base_) text_ = base_->text();
}

void BaseUrl::set_base(std::string_view href) {
    if (set_) return;
    set_ = true;
    if (std::optional<Url> url = Url::parse(href, base_ ? &*base_ : nullptr)) {
        base_ = std::move(url);
        text_ = base_->text();
    }
}

std::string BaseUrl::resolve(std::string_view reference) const {
    reference = trimmed(reference);
    if (reference.empty()) return {};
    if (const std::optional<Url> url = Url::parse(reference, base_ ? &*base_ : nullptr)) return url->text();
    return base_ || has_other_scheme(reference) ? std::string() : std::string(reference);
}

std::string BaseUrl::link(std::string_view reference) const {
    reference = trimmed(reference);
    if (reference.empty() || reference[0] == '#') return {};
    if (const std::optional<Url> url = Url::parse(reference, base_ ? &*base_ : nullptr)) return canonical(*url).text();
    return base_ || has_other_scheme(reference) ? std::string() : std::string(reference.substr(0, reference.find('#')));
}

}  // namespace crawler
