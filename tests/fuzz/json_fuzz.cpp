// Tolerant JSON: whatever is read comes back from its own writing unchanged, and is bounded in depth.
#include <cstdint>
#include <cstdlib>

#include "crawler/extract/structured.h"
#include "crawler/extract/value.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto value = read_json(text)) {
        const std::string written = write_json(*value);
        const auto again = read_json(written);
        if (!again || write_json(*again) != written) std::abort();
    }
    std::vector<Item> items;
    read_json_ld(text, items);
    read_state(text, items);
    for (const Item& item : items) write_json(item.value);
    return 0;
}
