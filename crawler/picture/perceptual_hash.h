// 64 bits that two pictures share when they look the same: re-encoded, scaled, a little brighter or with a watermark.
//
// The picture is averaged to 32 x 32 grey cells, its discrete cosine transform taken, and each of the 64 lowest
// frequencies above the mean becomes one bit: is it over their median? (Zauner 2010, "Implementation and Benchmarking
// of Perceptual Image Hash Functions".) Copies differ in a few bits, unlike pictures in about 32. Cropping, turning and
// mirroring are not seen through. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "crawler/picture/decode.h"

namespace crawler {

// Nothing for pictures under 16 pixels a side (icons) and for those too plain to be told from others.
std::optional<std::uint64_t> perceptual_hash(const GreyPicture& picture);
// Of a file as it was fetched; nothing also where it cannot be decoded.
std::optional<std::uint64_t> perceptual_hash(std::string_view file);

}  // namespace crawler
