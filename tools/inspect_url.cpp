#include "tools/inspect_url.h"

#include <fmt/format.h>

#include <optional>

#include "crawler/address.h"
#include "crawler/canonical.h"
#include "crawler/idna.h"
#include "crawler/public_suffix.h"
#include "crawler/url.h"
#include "detector/error.h"

namespace tools {

int run(const InspectUrlOptions& options, Console&) {
    std::optional<crawler::Url> base;
    if (!options.base.empty()) {
        base = crawler::Url::parse(options.base);
        if (!base) throw detector::DataError(options.base, 0, "is no http or https URL");
    }
    int code = 0;
    for (const std::string& text : options.urls) {
        fmt::print("{}\n", text);
        const auto url = crawler::Url::parse(text, base ? &*base : nullptr);
        if (!url) {
            fmt::print("  skipped      no http or https URL\n");
            code = 1;
            continue;
        }
        const crawler::Url canonical = crawler::canonical(*url);
        fmt::print("  parsed       {}\n  canonical    {}\n", url->text(), canonical.text());
        const std::string host(canonical.host());
        const std::string shown = crawler::domain_to_unicode(host);
        fmt::print("  host         {}{}\n", host, shown == host ? "" : " (" + shown + ")");
        fmt::print("  domain       {}\n  robots.txt   {}/robots.txt\n", crawler::registrable_domain(host),
                   canonical.origin());
        if (!crawler::may_visit(host))
            fmt::print("  skipped      not a public address (allow_private = true of a source permits it)\n");
        else if (const auto trap = crawler::trap_of(canonical); trap != crawler::Trap::none)
            fmt::print("  skipped      {}\n", crawler::to_string(trap));
        else
            fmt::print("  visited      yes, if in a source's scope and robots.txt allows it\n");
    }
    return code;
}

}  // namespace tools
