// WebP through libwebp; the only file that includes <webp/decode.h>.
#include <webp/decode.h>

#include "crawler/limits.h"
#include "crawler/picture/decode.h"

namespace crawler {

std::optional<GreyPicture> decode_webp(std::string_view bytes) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0) return {};
    if (WebPGetFeatures(data, bytes.size(), &config.input) != VP8_STATUS_OK || config.input.has_animation) return {};
    const auto width = static_cast<std::size_t>(config.input.width);
    const auto height = static_cast<std::size_t>(config.input.height);
    if (width == 0 || height == 0 || width > limits::picture_pixels / height) return {};
    constexpr std::size_t side = 64;
    if (width > side && height > side) {
        config.options.use_scaling = 1;
        config.options.scaled_width = config.options.scaled_height = side;
    }
    config.output.colorspace = MODE_YUV;  // luminance is all that is wanted
    struct Free {
        WebPDecBuffer* buffer;
        ~Free() { WebPFreeDecBuffer(buffer); }
    } const free{&config.output};
    if (WebPDecode(data, bytes.size(), &config) != VP8_STATUS_OK) return {};
    GreyPicture picture{
        static_cast<std::uint32_t>(config.output.width), static_cast<std::uint32_t>(config.output.height), {}};
    picture.pixels.reserve(std::size_t{picture.width} * picture.height);
    for (std::uint32_t row = 0; row < picture.height; ++row) {
        const std::uint8_t* line =
            config.output.u.YUVA.y + static_cast<std::ptrdiff_t>(row) * config.output.u.YUVA.y_stride;
        picture.pixels.insert(picture.pixels.end(), line, line + picture.width);
    }
    return picture;
}

}  // namespace crawler
