#include "crawler/config.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "crawler/robots.h"
#include "crawler/sources/kinds.h"
#include "crawler/toml.h"
#include "crawler/url.h"
#include "detector/error.h"

namespace crawler {
namespace {

constexpr std::array<std::string_view, 11> kTypes{
    "site", "search", "sitemap", "feed", "urls", "shopify", "woocommerce", "ebay", "mastodon", "discourse", "telegram"};

// "env:NAME" -> its value; anything else as it stands.
std::string resolved(const TomlTable& table, std::string_view key, const std::string& value) {
    constexpr std::string_view kEnv = "env:";
    if (value.compare(0, kEnv.size(), kEnv) != 0) return value;
    const std::string name = value.substr(kEnv.size());
    const char* found = std::getenv(name.c_str());
    if (!found || !*found) table.fail(key, "needs the environment variable " + name, "export " + name + "=...");
    return found;
}

std::string secret(const TomlTable& table, std::string_view key) {
    const auto value = table.text(key);
    if (!value) return {};
    if (value->compare(0, 4, "env:") != 0)
        table.fail(key, "must not stand in the file", "write " + std::string(key) + " = \"env:NAME\" and set NAME");
    return resolved(table, key, *value);
}

bool carries_credentials(std::string name) {
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    for (std::string_view part : {"authorization", "cookie", "token", "secret", "key"})
        if (name.find(part) != std::string::npos) return true;
    return false;
}

std::string proxy_of(const TomlTable& table) {
    const std::string text = table.text("proxy").value_or("");
    if (text.find('@') != std::string::npos)
        table.fail("proxy", "carries a password, which must not stand in the file",
                   "write proxy = \"env:NAME\" and set NAME");
    const std::string proxy = resolved(table, "proxy", text);
    const std::string_view scheme = std::string_view(proxy).substr(0, proxy.find("://"));
    constexpr std::array<std::string_view, 6> known{"http", "https", "socks5", "socks5h", "socks4", "socks4a"};
    if (!proxy.empty() && std::find(known.begin(), known.end(), scheme) == known.end())
        table.fail("proxy", "is no proxy", "for example \"http://proxy.example:3128\" or \"socks5h://127.0.0.1:9050\"");
    return proxy;
}

Headers headers_of(const TomlTable& table) {
    Headers out;
    const auto headers = table.table("headers");
    if (!headers) return out;
    for (const std::string& name : headers->keys()) {
        const std::string value = headers->required_text(name);
        if (carries_credentials(name) && value.compare(0, 4, "env:") != 0)
            headers->fail(name, "carries credentials, which must not stand in the file",
                          "write \"env:NAME\" and set NAME");
        if (name.find_first_of(": \r\n") != std::string::npos) headers->fail(name, "is no header name");
        out.emplace_back(name, resolved(*headers, name, value));
    }
    return out;
}

std::optional<std::chrono::milliseconds> delay_of(const TomlTable& table, std::string_view key) {
    const auto text = table.text(key);
    if (!text) return std::nullopt;
    const auto delay = parse_delay(*text);
    if (!delay) table.fail(key, "is no duration", "for example \"500ms\", \"2s\", \"1m\"");
    return delay;
}

Schedule schedule_of(const TomlTable& table) {
    Schedule schedule;
    const auto every = table.text("every");
    const auto cron = table.text("cron");
    if (every && cron) table.fail("cron", "stands beside 'every'", "keep one of them");
    if (every) {
        schedule.every = parse_duration(*every);
        if (!schedule.every) table.fail("every", "is no duration", "for example \"6h\", \"30m\", \"1d12h\"");
    }
    if (cron) {
        schedule.cron = Cron::parse(*cron);
        if (!schedule.cron)
            table.fail("cron", "is no crontab time", "minute hour day month weekday, as in \"0 3 * * *\"");
        if (!schedule.cron->next_after({})) table.fail("cron", "never comes", "no such day in the calendar");
    }
    return schedule;
}

std::string path_of(const TomlTable& table, std::string_view key) {
    const auto path = table.text(key);
    if (!path || path->empty()) return {};
    return (std::filesystem::path(table.file()).parent_path() / *path).lexically_normal().string();
}

std::vector<std::string> paths_of(const TomlTable& table, std::string_view key) {
    std::vector<std::string> paths = table.texts(key).value_or(std::vector<std::string>{});
    for (std::string& path : paths)
        path = (std::filesystem::path(table.file()).parent_path() / path).lexically_normal().string();
    return paths;
}

std::uint32_t count_of(const TomlTable& table, std::string_view key, std::int64_t least, std::int64_t most,
                       std::uint32_t otherwise) {
    return static_cast<std::uint32_t>(table.integer(key, least, most).value_or(otherwise));
}

SourceType type_of(const TomlTable& table) {
    const std::string name = table.required_text("type");
    const auto at = std::find(kTypes.begin(), kTypes.end(), name);
    if (at == kTypes.end()) {
        const auto meant = near_miss(name, {kTypes.begin(), kTypes.end()});
        std::string remedy = meant ? "did you mean '" + *meant + "'?" : "one of:";
        if (!meant)
            for (std::string_view type : kTypes) remedy += " " + std::string(type);
        table.fail("type", "is '" + name + "'", remedy);
    }
    return static_cast<SourceType>(at - kTypes.begin());
}

void check_urls(const TomlTable& table, const SourceConfig& source) {
    for (const std::string& text : source.urls) {
        std::string plain = text;  // a template is a URL once its braces are filled
        for (char& c : plain)
            if (c == '{' || c == '}') c = 'x';
        if (!Url::parse(plain)) table.fail("url", "'" + text + "' is no http or https URL");
    }
    const bool needs_url =
        source.type != SourceType::ebay && source.type != SourceType::telegram && source.type != SourceType::urls;
    if (source.urls.empty() && needs_url) table.fail("url", "is missing", "where does the source start?");
    if (source.type == SourceType::search) {
        const bool any_term = std::all_of(source.urls.begin(), source.urls.end(), [](const std::string& url) {
            return url.find("{term}") != std::string::npos;
        });
        if (!any_term)
            table.fail("url", "has no {term}", "for example https://market.example/search?q={term}&page={page}");
        if (source.terms.empty() && source.term_sets.empty())
            table.fail("terms", "is missing", "what is searched for?");
    }
    if (source.type == SourceType::urls && source.urls.empty() && source.url_files.empty())
        table.fail("file", "is missing", "a file of addresses, or a list in 'url'");
    if (source.type == SourceType::telegram && source.terms.empty())
        table.fail("channels", "is missing", "names of public channels");
    if (source.type == SourceType::ebay && (source.client_id.empty() || source.client_secret.empty()))
        table.fail("client_id", "and 'client_secret' are needed",
                   "client_id = \"env:EBAY_CLIENT_ID\", and so the secret");
}

// `terms` is a list of words, or the name of a term set (one that exists).
void terms_of(const TomlTable& table, const CrawlConfig& config, SourceConfig& source) {
    const std::string_view key = source.type == SourceType::telegram                            ? "channels"
                                 : source.type == SourceType::mastodon && !table.texts("terms") ? "hashtags"
                                                                                                : "terms";
    const auto words = table.texts(key);
    const bool is_set = words && words->size() == 1 && key == "terms" && table.is_text(key);
    if (is_set) {
        if (!config.term_set((*words)[0])) {
            std::vector<std::string> names;
            for (const TermSet& set : config.term_sets) names.push_back(set.name);
            const auto meant = near_miss((*words)[0], names);
            table.fail("terms", "names no term set '" + (*words)[0] + "'",
                       meant ? "did you mean '" + *meant + "'?"
                             : "define [terms." + (*words)[0] + "], or give a list of words");
        }
        source.term_sets = *words;
    } else if (words) {
        source.terms = *words;
    }
    if (auto sets = table.texts("term_sets")) {
        for (const std::string& name : *sets)
            if (!config.term_set(name)) table.fail("term_sets", "names no term set '" + name + "'");
        source.term_sets.insert(source.term_sets.end(), sets->begin(), sets->end());
    }
}

SourceConfig source_of(const TomlTable& table, const CrawlConfig& config) {
    SourceConfig source;
    source.file = table.file();
    source.line = table.line();
    source.name = table.required_text("name");
    source.type = type_of(table);
    source.urls = table.texts("url").value_or(std::vector<std::string>{});
    source.url_files = paths_of(table, "file");
    source.languages = table.texts("languages").value_or(std::vector<std::string>{});
    source.include = table.texts("include").value_or(std::vector<std::string>{});
    source.exclude = table.texts("exclude").value_or(std::vector<std::string>{});
    source.profile = path_of(table, "profile");
    source.max_pages = count_of(table, "max_pages", 1, 100'000'000, source.max_pages);
    source.max_depth = static_cast<std::uint8_t>(count_of(table, "max_depth", 0, 200, source.max_depth));
    source.images = count_of(table, "images", 0, 60, source.images);
    source.images_per_pass = count_of(table, "images_per_pass", 1, 1'000'000, source.images_per_pass);
    source.image_bytes = static_cast<std::size_t>(table.integer("image_bytes", 1024, std::int64_t{64} << 20)
                                                      .value_or(static_cast<std::int64_t>(source.image_bytes)));
    source.pages_per_term = count_of(table, "pages_per_term", 1, 10'000, source.pages_per_term);
    source.first_page = count_of(table, "first_page", 0, 1'000'000, source.first_page);
    source.page_step = count_of(table, "page_step", 1, 1'000'000, source.page_step);
    source.schedule = schedule_of(table);
    source.delay = delay_of(table, "delay");
    source.allow_private = table.flag("allow_private").value_or(false);
    source.obey_robots = table.flag("obey_robots").value_or(!is_api(source.type));
    source.subdomains = table.flag("subdomains").value_or(false);
    source.cookies = table.flag("cookies").value_or(false);
    source.enabled = table.flag("enabled").value_or(true);
    source.watch_lists = paths_of(table, "watch_lists");
    source.proxy = proxy_of(table);
    source.headers = headers_of(table);
    source.token = secret(table, "token");
    source.client_id = secret(table, "client_id");
    source.client_secret = secret(table, "client_secret");
    source.marketplace = table.text("marketplace").value_or(source.marketplace);
    source.category = table.text("category").value_or("");
    source.currency = table.text("currency").value_or("");
    terms_of(table, config, source);
    check_urls(table, source);
    table.finish();
    return source;
}

TermSet term_set_of(const TomlTable& table, const std::string& name) {
    TermSet set;
    set.name = name;
    set.words = table.texts("words").value_or(std::vector<std::string>{});
    set.appendices = table.texts("appendices").value_or(std::vector<std::string>{});
    for (const std::string& appendix : set.appendices)
        if (appendix != "I" && appendix != "I/II" && appendix != "II" && appendix != "III")
            table.fail("appendices", "holds '" + appendix + "'", "I, I/II, II or III");
    set.groups = table.texts("groups").value_or(std::vector<std::string>{});
    set.taxa = table.texts("taxa").value_or(std::vector<std::string>{});
    set.kinds = table.texts("kinds").value_or(std::vector<std::string>{});
    for (const std::string& kind : set.kinds)
        if (kind != "common" && kind != "product" && kind != "accepted" && kind != "code")
            table.fail("kinds", "holds '" + kind + "'", "common, product, accepted or code");
    set.languages = table.texts("languages").value_or(std::vector<std::string>{});
    set.limit = static_cast<std::size_t>(table.integer("limit", 1, 100'000).value_or(100));
    table.finish();
    return set;
}

void crawler_section(const TomlTable& table, CrawlConfig& config) {
    config.user_agent = table.required_text("user_agent");
    if (product_token(config.user_agent).empty() || config.user_agent.find_first_of("\r\n") != std::string::npos)
        table.fail("user_agent", "begins with no product name",
                   "for example \"citeswatch/0.1 (+https://...; contact@...)\"");
    if (config.user_agent.find('@') == std::string::npos && config.user_agent.find("http") == std::string::npos)
        table.fail("user_agent", "names no contact",
                   "add an address where the operator can be reached: (+https://...; a@b)");
    PolitenessRules& rules = config.politeness;
    rules.delay = delay_of(table, "delay").value_or(rules.delay);
    rules.address_gap = delay_of(table, "address_gap").value_or(rules.address_gap);
    rules.crawl_delay_cap = delay_of(table, "crawl_delay_cap").value_or(rules.crawl_delay_cap);
    rules.adaptive_cap = delay_of(table, "adaptive_cap").value_or(rules.adaptive_cap);
    rules.strain = delay_of(table, "strain").value_or(rules.strain);
    rules.connections_per_host = count_of(table, "connections_per_host", 1, 64, rules.connections_per_host);
    config.window = count_of(table, "window", 1, 100'000, 256);
    config.workers = count_of(table, "workers", 0, 1024, 0);
    config.connections = count_of(table, "connections", 1, 10'000, 256);
    config.body_bytes = static_cast<std::size_t>(table.integer("body_bytes", 1024, std::int64_t{1} << 30)
                                                     .value_or(static_cast<std::int64_t>(limits::body_bytes)));
    config.archive = table.flag("archive").value_or(true);
    config.ca_file = path_of(table, "ca_file");
    config.casebook = path_of(table, "casebook");
    config.watch_lists = paths_of(table, "watch_lists");
    table.finish();
}

void evidence_section(const TomlTable& table, EvidenceConfig& evidence) {
    evidence.every_page = table.flag("every_page").value_or(false);
    evidence.time_authority = table.text("time_authority").value_or("");
    evidence.authority_ca = path_of(table, "authority_ca");
    evidence.stamp_policy = table.text("stamp_policy").value_or("");
    evidence.stamp_captures = count_of(table, "stamp_captures", 1, 1'000'000, evidence.stamp_captures);
    evidence.stamp_every = delay_of(table, "stamp_every").value_or(evidence.stamp_every);
    evidence.allow_private = table.flag("allow_private").value_or(false);
    evidence.pseudonymise_sellers = table.flag("pseudonymise_sellers").value_or(false);
    if (!evidence.time_authority.empty() && !Url::parse(evidence.time_authority))
        table.fail("time_authority", "is no http or https URL", "for example \"https://tsa.example/rfc3161\"");
    if (!evidence.time_authority.empty() && evidence.authority_ca.empty())
        table.fail("time_authority", "is not to be believed without its certificates",
                   "name them: authority_ca = \"authority.pem\"");
    table.finish();
}

CrawlConfig config_of(const TomlTable& root) {
    CrawlConfig config;
    const auto crawler = root.table("crawler");
    if (!crawler) throw detector::DataError(root.file(), 0, "has no [crawler] section", "it names the user_agent");
    crawler_section(*crawler, config);
    if (const auto evidence = root.table("evidence")) evidence_section(*evidence, config.evidence);
    if (const auto sets = root.table("terms"))
        for (const std::string& name : sets->keys())
            if (const auto set = sets->table(name)) config.term_sets.push_back(term_set_of(*set, name));
    std::set<std::string> names;
    for (const TomlTable& table : root.tables("source")) {
        config.sources.push_back(source_of(table, config));
        if (!names.insert(config.sources.back().name).second)
            table.fail("name", "is taken: '" + config.sources.back().name + "'", "each source has a name of its own");
    }
    root.finish();
    return config;
}

}  // namespace

std::string_view to_string(SourceType type) { return kTypes[static_cast<std::size_t>(type)]; }

const TermSet* CrawlConfig::term_set(std::string_view name) const {
    for (const TermSet& set : term_sets)
        if (set.name == name) return &set;
    return nullptr;
}

CrawlConfig read_config(const std::filesystem::path& file) { return config_of(TomlTable::read(file)); }

CrawlConfig parse_config(std::string_view text, const std::string& file) {
    return config_of(TomlTable::parse(text, file));
}

bool glob_match(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {  // only the last star ever needs another try
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

}  // namespace crawler
