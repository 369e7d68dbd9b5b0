// Any bytes are a sitemap within its bounds; an empty one says why.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crawler/limits.h"
#include "crawler/sitemap.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const Sitemap sitemap = parse_sitemap(input);
    if (sitemap.pages.size() > limits::sitemap_urls || sitemap.sitemaps.size() > limits::sitemap_urls) std::abort();
    if (sitemap.pages.empty() && sitemap.sitemaps.empty() && sitemap.note.empty()) std::abort();
    return 0;
}
