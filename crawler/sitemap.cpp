#include "crawler/sitemap.h"

#include "crawler/ascii.h"
#include "crawler/feed.h"
#include "crawler/gzip.h"
#include "crawler/limits.h"
#include "crawler/xml.h"

namespace crawler {
namespace {

void add(std::vector<SitemapEntry>& list, SitemapEntry entry, Sitemap& sitemap) {
    if (entry.url.empty() || entry.url.size() > limits::url_bytes) return;
    if (list.size() >= limits::sitemap_urls) {
        sitemap.note = "more than " + std::to_string(limits::sitemap_urls) + " addresses: the rest is left";
        return;
    }
    list.push_back(std::move(entry));
}

void parse_lines(std::string_view text, Sitemap& sitemap) {
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        const std::string_view line = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.substr(0, 7) == "http://" || line.substr(0, 8) == "https://")
            add(sitemap.pages, {std::string(line), {}}, sitemap);
    }
}

void parse_xml(std::string_view text, Sitemap& sitemap) {
    XmlReader xml(text);
    SitemapEntry entry;
    std::string value;
    bool in_entry = false, is_index = false;
    std::string_view prefix;  // of <url>: <image:loc> has another
    int inner = 0;            // depth below <url>; extension elements nest
    for (auto event = xml.next(); event != XmlReader::Event::finished; event = xml.next()) {
        const std::string_view name = xml.name();
        if (event == XmlReader::Event::text) {
            if (in_entry && value.size() < limits::url_bytes) value += xml.text();
        } else if (event == XmlReader::Event::start) {
            if (name == "url" || name == "sitemap") {
                if (in_entry) add(is_index ? sitemap.sitemaps : sitemap.pages, std::move(entry), sitemap);
                entry = {};
                in_entry = true;
                is_index = name == "sitemap";
                prefix = xml.prefix();
                inner = 0;
            } else if (!xml.self_closed()) {
                ++inner;
            }
            value.clear();
        } else if (in_entry) {
            if (inner == 1 && xml.prefix() == prefix && name == "loc") entry.url = trimmed(value);
            if (inner == 1 && xml.prefix() == prefix && name == "lastmod") entry.last_modified = trimmed(value);
            if (name == "url" || name == "sitemap") {
                if (entry.url.empty() && trimmed(value).substr(0, 4) == "http") entry.url = trimmed(value);  // no <loc>
                add(is_index ? sitemap.sitemaps : sitemap.pages, std::move(entry), sitemap);
                entry = {};
                in_entry = false;
            }
            if (inner > 0) --inner;
            value.clear();
        }
    }
    if (in_entry) add(is_index ? sitemap.sitemaps : sitemap.pages, std::move(entry), sitemap);  // cut short
}

}  // namespace

Sitemap parse_sitemap(std::string_view bytes) {
    Sitemap sitemap;
    std::string unpacked;
    if (looks_like_gzip(bytes)) {
        Inflated inflated = inflate_all(bytes, limits::gunzip_bytes);
        if (inflated.end != InflateEnd::complete) sitemap.note = "gzip " + std::string(to_string(inflated.end));
        unpacked = std::move(inflated.bytes);
        bytes = unpacked;
    }
    const std::string text = utf8_of_xml(bytes);
    const std::string_view start = trimmed(text);
    if (start.empty() || start[0] != '<') {
        parse_lines(text, sitemap);
    } else if (const Feed feed = parse_feed(text); !feed.version.empty()) {
        for (const FeedEntry& entry : feed.entries) add(sitemap.pages, {entry.link, entry.published}, sitemap);
    } else {
        parse_xml(text, sitemap);
    }
    if (sitemap.pages.empty() && sitemap.sitemaps.empty() && sitemap.note.empty()) sitemap.note = "no address in it";
    return sitemap;
}

}  // namespace crawler
