// crawl.toml as the program uses it. read_config() checks everything that can be checked before the first request:
// types, ranges, unknown keys (with the key that was meant), URLs, schedules, environment variables. Failures are
// detector::DataError with file:line and remedy. Plain values afterwards. Paths are resolved against the file's folder.
//
// Secrets never stand in the file: a value "env:NAME" is read from the environment, and headers that carry credentials
// must be given that way.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/fetcher.h"
#include "crawler/politeness.h"
#include "crawler/schedule.h"

namespace crawler {

class TomlTable;

enum class SourceType : std::uint8_t {
    site,
    search,
    sitemap,
    feed,
    urls,
    shopify,
    woocommerce,
    ebay,
    mastodon,
    discourse,
    telegram
};
std::string_view to_string(SourceType type);

// [terms.NAME]: search words drawn from the species lists, or written out.
struct TermSet {
    std::string name;
    std::vector<std::string> words;       // literal, always first
    std::vector<std::string> appendices;  // "I", "I/II", "II", "III"
    std::vector<std::string> groups;      // class, order or family ("Reptilia", "Felidae"), kingdom, or "birds" ...
    std::vector<std::string> taxa;        // scientific names: that taxon and those below it
    std::vector<std::string> kinds;       // "common", "product", "accepted", "code"; empty: common and product
    std::vector<std::string> languages;   // of the words; empty: the source's
    std::size_t limit = 100;              // words drawn at most: names are many, requests are dear
};

struct SourceConfig {
    std::string name;
    SourceType type = SourceType::site;
    std::vector<std::string> urls;       // seeds, templates or API roots, by type
    std::vector<std::string> url_files;  // type urls: files of addresses, one a line
    std::vector<std::string> term_sets;  // names of TermSets
    std::vector<std::string> terms;      // literal search words, hashtags, channel or community names
    std::vector<std::string> languages;
    std::vector<std::string> include, exclude;  // globs on the URL; '*' matches anything
    std::string profile;                        // path, empty: none
    std::uint32_t max_pages = limits::pages_per_source;
    std::uint8_t max_depth = limits::depth;
    std::uint32_t images = 0;  // pictures fetched of each flagged advert; 0: none
    std::uint32_t images_per_pass = limits::pictures_per_pass;
    std::size_t image_bytes = limits::picture_bytes;  // of one picture
    std::uint32_t pages_per_term = 5;                 // search: result pages of one term
    std::uint32_t first_page = 1;                     // search: what {page} starts with
    std::uint32_t page_step = 1;                      // search: 48 for an {offset}-like parameter
    Schedule schedule;
    std::optional<std::chrono::milliseconds> delay;
    bool allow_private = false;
    bool obey_robots = true;  // APIs are used under their own terms: false for them by default
    bool subdomains = false;  // site: the whole registrable domain
    bool cookies = false;
    bool enabled = true;
    std::vector<std::string> watch_lists;  // files: what analysts watch for in this source
    std::string proxy;
    Headers headers;                       // values resolved
    std::string token;                     // access token, resolved
    std::string client_id, client_secret;  // ebay, resolved
    std::string marketplace = "EBAY_US";
    std::string category;  // ebay category ids, woocommerce category, discourse category path
    std::string currency;  // where an API names none (Shopify), ISO 4217
    std::string file;      // where it was configured
    std::size_t line = 0;
};

// [evidence]: how captures are kept, stamped and protected.
struct EvidenceConfig {
    bool every_page = false;     // keep every page as WARC, not only those with flagged adverts
    std::string time_authority;  // URL of an RFC 3161 authority; empty: no stamps
    std::string authority_ca;    // PEM file: who is believed to stamp
    std::string stamp_policy;    // dotted OID; empty: the authority's own
    std::uint32_t stamp_captures = 1000;
    std::chrono::milliseconds stamp_every = std::chrono::hours(1);
    bool allow_private = false;  // the authority may be inside of the network
    bool pseudonymise_sellers = false;
};

struct CrawlConfig {
    std::string user_agent;
    PolitenessRules politeness;
    std::size_t window = 256;   // requests between start and commit
    std::uint32_t workers = 0;  // 0: one a core
    long connections = 256;
    std::size_t body_bytes = limits::body_bytes;
    bool archive = true;  // keep captures as evidence
    EvidenceConfig evidence;
    std::string ca_file;
    std::string casebook;                  // path, empty: the command line says
    std::vector<std::string> watch_lists;  // files, for all sources
    std::vector<TermSet> term_sets;
    std::vector<SourceConfig> sources;

    const TermSet* term_set(std::string_view name) const;
};

CrawlConfig read_config(const std::filesystem::path& file);
CrawlConfig parse_config(std::string_view text, const std::string& file);

// '*' matches any run of characters, '?' one; the whole text must match. Linear in practice, never exponential.
bool glob_match(std::string_view pattern, std::string_view text);

}  // namespace crawler
