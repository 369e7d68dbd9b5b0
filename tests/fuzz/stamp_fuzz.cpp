// Any bytes read as a time stamp or as an authority's answer are refused in plain words, never believed and never
// fatal.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "casebook/time_stamp.h"

using namespace casebook;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    static const std::string request = stamp_request("a text that no input is a stamp over");
    // Whoever the input itself vouches for, and nobody.
    for (const std::string& anchors : {std::string(input), std::string()}) {
        try {
            stamp_from_response(input, request, anchors);
            std::abort();  // the nonce is new in every process: no input answers it
        } catch (const StampError& error) {
            if (*error.what() == '\0') std::abort();
        }
        try {
            check_stamp(input, "a text that no input is a stamp over", anchors);
            std::abort();
        } catch (const StampError&) {
        }
    }
    try {
        const std::string normal = normal_certificates(input);
        if (normal_certificates(normal) != normal) std::abort();
    } catch (const StampError&) {
    }
    return 0;
}
