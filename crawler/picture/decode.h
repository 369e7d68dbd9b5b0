// Pictures of adverts as grey pixels, small: all that is needed to tell whether two look the same.
//
// JPEG, PNG and WebP, told by their first bytes whatever the server says they are. Total on hostile bytes: sizes are
// read from the header and refused over limits::picture_pixels before anything of that size is allocated; JPEG and WebP
// are scaled down while they are decoded. Pure; any thread; nothing is thrown but std::bad_alloc.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace crawler {

enum class PictureFormat : std::uint8_t { none, jpeg, png, webp, gif, avif };  // gif and avif are kept, not decoded

PictureFormat picture_format(std::string_view bytes);

struct GreyPicture {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels;  // rows from the top, 0 black .. 255 white
};

// Nothing for other formats, broken files, animations and pictures over the limit.
std::optional<GreyPicture> decode_grey(std::string_view bytes);

// The decoders behind it, one library each.
std::optional<GreyPicture> decode_jpeg(std::string_view bytes);
std::optional<GreyPicture> decode_png(std::string_view bytes);
std::optional<GreyPicture> decode_webp(std::string_view bytes);

}  // namespace crawler
