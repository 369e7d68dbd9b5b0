// A market watched through its own search: URL template x terms x result pages, each term until nothing new comes.
//
// Template fields: {term} (percent-encoded), {page} (first_page, then by page_step), {language}. Without {page} the
// site's own "next" link is followed. What a result page showed travels to the next one as fingerprints of its links:
// a page that shows nothing the one before did not ends the term (many markets repeat their last page for ever).
#include <algorithm>
#include <set>

#include "crawler/canonical.h"
#include "crawler/percent.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

constexpr std::size_t kRemembered = 120;  // links of a result page

std::uint32_t fingerprint(std::string_view text) {  // FNV-1a
    std::uint32_t hash = 2166136261U;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

// Where a result page stands: "template|term|language|page|fingerprints", the texts percent-encoded.
struct Place {
    std::size_t url = 0;
    std::string term, language;
    std::uint32_t page = 0;  // 0 is the first
    std::set<std::uint32_t> seen;

    std::string text() const {
        std::string out = std::to_string(url) + '|' + encode_component(term) + '|' + encode_component(language) + '|' +
                          std::to_string(page) + '|';
        for (const std::uint32_t print : seen) (out += std::to_string(print)) += ',';
        return out;
    }
    static Place parse(std::string_view text) {
        Place place;
        auto field = [&] {
            const std::string_view value = text.substr(0, text.find('|'));
            text.remove_prefix(std::min(value.size() + 1, text.size()));
            return value;
        };
        auto number = [](std::string_view digits) {
            std::uint64_t value = 0;
            for (char c : digits)
                if (c >= '0' && c <= '9') value = (value * 10 + static_cast<std::uint64_t>(c - '0')) & 0xFFFFFFFFFFU;
            return value;
        };
        place.url = static_cast<std::size_t>(number(field()));
        place.term = percent_decode(field());
        place.language = percent_decode(field());
        place.page = static_cast<std::uint32_t>(number(field()));
        while (!text.empty()) {
            const std::string_view print = text.substr(0, text.find(','));
            if (!print.empty()) place.seen.insert(static_cast<std::uint32_t>(number(print)));
            text.remove_prefix(std::min(print.size() + 1, text.size()));
        }
        return place;
    }
};

void replace_all(std::string& text, std::string_view field, std::string_view value) {
    for (std::size_t at = 0; (at = text.find(field, at)) != std::string::npos; at += value.size())
        text.replace(at, field.size(), value);
}

class Search final : public PageSource {
  public:
    using PageSource::PageSource;

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (std::size_t url = 0; url < config_.urls.size(); ++url) {
            const bool by_language = config_.urls[url].find("{language}") != std::string::npos;
            const std::vector<std::string> languages =
                by_language && !config_.languages.empty() ? config_.languages : std::vector<std::string>{""};
            for (const std::string& language : languages)
                for (const std::string& term : parts_.terms) {
                    // Terms times pages is where a list of 39,000 names would become as many requests.
                    if (leads.size() >= std::min<std::size_t>(config_.max_pages, limits::search_requests)) return leads;
                    add_page({url, term, language, 0, {}}, 0, leads);
                }
        }
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        Page page = page_of(answer.result, answer.kind == LeadKind::index);
        if (answer.kind == LeadKind::page) {  // an advert: the end of this path
            add_listings(page, answer.result, reading);
            return reading;
        }
        const Place here = Place::parse(answer.context);
        Place next = here;
        next.seen.clear();
        ++next.page;
        bool anything_new = false;
        std::string next_link;
        const auto depth = static_cast<std::uint8_t>(std::min(answer.depth + 1, 255));
        auto follow = [&](const Url& url) {
            const std::uint32_t print = fingerprint(url.text());
            anything_new = anything_new || !here.seen.count(print);
            if (next.seen.size() < kRemembered) next.seen.insert(print);
            reading.leads.push_back({url.text(), LeadKind::page, depth, 0, {}, false});
        };
        const auto links = links_of(page);
        std::set<std::string> adverts;
        for (const detector::Listing& teaser : page.teasers)
            if (const auto url = Url::parse(teaser.url); url && in_scope(*url)) adverts.insert(canonical(*url).text());
        for (const auto& [url, link] : links) {
            if (link->kind == LinkKind::next && next_link.empty()) next_link = url.text();
            // Where the page shows adverts, those are the results; else every link in scope may be one.
            if (link->kind == LinkKind::anchor && (adverts.empty() || adverts.count(url.text())) &&
                !is_result_page(url)) {
                follow(url);
                adverts.erase(adverts.empty() ? std::string() : url.text());
            }
        }
        add_listings(page, answer.result, reading);
        if (!anything_new || next.page >= config_.pages_per_term) return reading;
        if (here.url < config_.urls.size() && config_.urls[here.url].find("{page}") != std::string::npos)
            add_page(next, answer.depth, reading.leads);
        else if (!next_link.empty())
            reading.leads.push_back({next_link, LeadKind::index, answer.depth, 1, next.text(), false});
        return reading;
    }

  private:
    void add_page(const Place& place, std::uint8_t depth, std::vector<Lead>& leads) const {
        std::string text = config_.urls[place.url];
        replace_all(text, "{term}", encode_component(place.term));
        replace_all(text, "{language}", encode_component(place.language));
        replace_all(text, "{page}", std::to_string(config_.first_page + place.page * config_.page_step));
        if (const auto url = Url::parse(text))
            leads.push_back({url->text(), LeadKind::index, depth, 1, place.text(), false});
    }

    // Other result pages (sort orders, pagination) share the template's path: they are not adverts.
    bool is_result_page(const Url& url) const {
        return std::any_of(config_.urls.begin(), config_.urls.end(), [&](const std::string& text) {
            std::string plain = text.substr(0, text.find('?'));
            const auto base = plain.find('{') == std::string::npos ? Url::parse(plain) : std::nullopt;
            return base && base->host() == url.host() && base->path() == url.path();
        });
    }
};

}  // namespace

std::unique_ptr<Source> make_search(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<Search>(config, std::move(parts));
}

}  // namespace crawler
