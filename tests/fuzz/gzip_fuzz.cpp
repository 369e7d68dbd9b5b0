// Any bytes inflate to the same whole or in pieces, never past the cap, and what was deflated comes back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "crawler/gzip.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    constexpr std::size_t cap = 1 << 18;
    const Inflated whole = inflate_all(input, cap);
    if (whole.bytes.size() > cap) std::abort();

    Inflater inflater;
    std::string out;
    char room[61];
    std::string_view rest = input;
    for (bool going = true; going && out.size() <= cap;) {
        const std::string_view piece = rest.substr(0, 7);
        const auto step = inflater.step(piece, room);
        out.append(room, step.given);
        rest.remove_prefix(step.taken);
        if (step.state == Inflater::State::member_end) {
            going = looks_like_gzip(rest);
            if (going) inflater.restart();
        } else if (step.state == Inflater::State::corrupt || (step.state == Inflater::State::hungry && rest.empty())) {
            going = false;
        }
    }
    out.resize(std::min(out.size(), cap));
    if (whole.end != InflateEnd::corrupt && out != whole.bytes)
        std::abort();  // zlib gives less before damage in pieces

    if (inflate_all(gzip_member(input, 1), size).bytes != input) std::abort();
    return 0;
}
