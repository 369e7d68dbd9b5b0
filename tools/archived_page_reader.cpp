#include "tools/archived_page_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

#include "crawler/archived_page.h"
#include "crawler/config.h"
#include "tools/capture_records.h"
#include "tools/configured_source.h"
#include "tools/name_screen.h"

namespace tools {

namespace {

// As the frontier wrote it; only pages are passed over.
crawler::LeadKind kind_of(const std::string& text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number == static_cast<int>(crawler::LeadKind::index) ? crawler::LeadKind::index : crawler::LeadKind::page;
}

crawler::ArchivedPage page_in(std::string bytes) {
    crawler::StringSource source{std::move(bytes)};
    std::string wrong = "its records hold no page";
    crawler::WarcReader reader(source, [&wrong](const crawler::WarcNote& note) { wrong = note.text; });
    std::optional<crawler::ArchivedPage> page = crawler::next_page(reader);
    if (!page) throw std::runtime_error(wrong);
    return std::move(*page);
}

}  // namespace

ArchivedSources::ArchivedSources(const std::vector<std::string>& names, const std::filesystem::path& config,
                                 const Judge& judge) {
    const crawler::Screen screen = name_screen(judge.matcher());
    std::optional<crawler::CrawlConfig> known;
    if (!config.empty()) known = crawler::read_config(config);
    for (const std::string& name : names) {
        const crawler::SourceConfig* configured = nullptr;
        if (known)
            for (const crawler::SourceConfig& source : known->sources)
                if (source.name == name) configured = &source;
        crawler::SourceConfig plain;
        plain.name = name;
        sources_[name] = configured ? configured_source(*configured, *known, judge.lexicon(), screen)
                                    : configured_source(plain, crawler::CrawlConfig{}, judge.lexicon(), screen);
    }
}

casebook::PageReading ArchivedPageReader::read(casebook::PassedOverPage page) {
    crawler::ArchivedPage kept = page_in(capture_bytes(archive_, page.capture));
    crawler::FetchResult result;
    result.status = crawler::FetchStatus::ok;
    result.url = page.url;
    result.http_status = page.http_status;
    result.headers = std::move(kept.headers);
    result.body = std::move(kept.body);
    crawler::Reading reading =
        sources_.named(page.source)
            .read({.result = result,
                   .kind = kind_of(page.kind),
                   .depth = static_cast<std::uint8_t>(std::clamp<std::int32_t>(page.depth, 0, 255)),
                   .context = page.context});
    casebook::PageReading read{std::move(page), {}};
    for (detector::Listing& listing : reading.listings) {
        listing.source = read.page.source;
        read.listings.push_back(bench_.record(std::move(listing)));
    }
    return read;
}

}  // namespace tools
