// One configured source: which requests it begins with, how to make them, and what each response means. Bytes in,
// requests and adverts out: no sockets, no clock.
//
// The crawl engine owns the sources and calls them from several threads at once: everything is const, and what little
// changes (an access token) is guarded within. What a source wants to remember from a request to its response travels
// with the lead as `context`, which may be stored and logged: never a secret.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/config.h"
#include "crawler/extract/page.h"
#include "crawler/fetcher.h"
#include "crawler/url.h"
#include "detector/listing.h"

namespace crawler {

enum class LeadKind : std::uint8_t {
    page,      // HTML: an advert, perhaps
    index,     // HTML: a list of adverts
    document,  // a sitemap or feed
    api,       // JSON
    token,     // an access token to be had first
    picture    // of an advert: fetched like any visitor, with nothing of the source's own in the request
};

// A request worth making.
struct Lead {
    std::string url;  // canonical where a page, as the API wants it elsewhere
    LeadKind kind = LeadKind::page;
    std::uint8_t depth = 0;
    std::int8_t priority = 0;
    std::string context;
    bool again = false;  // even if asked before in this pass
};

struct Reading {
    std::vector<detector::Listing> listings;  // complete adverts; `source` is set
    std::vector<Lead> leads;
    std::string note;          // what was odd, empty when nothing was
    bool is_listing = false;   // the response is the page of one advert
    bool passed_over = false;  // the screen found nothing in its words: no more of it was read
    bool again = false;        // of no use as it came: not done with, and asked for again by a later reading
};

// What came back for a lead.
struct Answer {
    const FetchResult& result;
    LeadKind kind = LeadKind::page;
    std::uint8_t depth = 0;
    std::string_view context;
};

class Source {
  public:
    virtual ~Source() = default;
    const SourceConfig& config() const { return config_; }
    virtual std::vector<Lead> seeds() const = 0;
    // Method, headers, body, proxy, jar and address policy of the request for a lead.
    virtual FetchRequest request(const std::string& url, LeadKind kind, std::string_view context) const;
    // `answer.result` is ok with a body, or (api and token leads only) an http_error: expired tokens are mended here.
    virtual Reading read(const Answer& answer) const = 0;
    // May links and redirects lead there? The host of a configured URL (or its domain, with `subdomains`), within
    // include and exclude.
    virtual bool in_scope(const Url& url) const;

  protected:
    explicit Source(SourceConfig config);
    SourceConfig config_;

  private:
    std::vector<std::string> hosts_;  // or registrable domains
};

// How sources read HTML: extract/page.h's read_page, with a screen before it or without, or a test's fake.
using PageReader = std::function<Page(const PageInput&)>;

struct SourceParts {
    PageReader read_page;
    std::shared_ptr<const Profile> profile;  // null: none
    std::vector<std::string> terms;          // resolved search words (see terms.h), of config().terms and term_sets
    std::vector<std::string> addresses;      // type urls: the lines of url_files
};

std::unique_ptr<Source> make_source(const SourceConfig& config, SourceParts parts);

}  // namespace crawler
