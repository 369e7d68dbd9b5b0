// A configuration is read or refused with a DataError; nothing else comes out.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crawler/config.h"
#include "detector/error.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    try {
        parse_config(input, "fuzz.toml");
    } catch (const detector::DataError&) {  // the one way to refuse
    }
    return 0;
}
