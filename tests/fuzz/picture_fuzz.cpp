// Whatever bytes a server sends as a picture: decoded or refused, within bounds, and hashed alike twice.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crawler/limits.h"
#include "crawler/picture/perceptual_hash.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto picture = crawler::decode_grey(bytes);
    if (!picture) return 0;
    if (picture->pixels.size() != std::size_t{picture->width} * picture->height) std::abort();
    if (picture->pixels.size() > crawler::limits::picture_pixels) std::abort();
    if (crawler::perceptual_hash(*picture) != crawler::perceptual_hash(bytes)) std::abort();
    return 0;
}
