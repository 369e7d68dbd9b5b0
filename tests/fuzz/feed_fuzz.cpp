// Any bytes are a feed within its bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crawler/feed.h"
#include "crawler/limits.h"
#include "crawler/sources/markup_text.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const Feed feed = parse_feed(input);
    if (feed.entries.size() > limits::feed_items) std::abort();
    for (const FeedEntry& entry : feed.entries) text_of_markup(entry.summary);
    return 0;
}
