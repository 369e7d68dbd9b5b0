#include "casebook/picture_bands.h"

namespace casebook {

PictureBands picture_bands(std::uint64_t perceptual) {
    PictureBands bands{};
    for (std::size_t piece = 0; piece < bands.size(); ++piece)
        bands[piece] = static_cast<std::int64_t>(std::uint64_t{piece} << 16 | ((perceptual >> (16 * piece)) & 0xFFFF));
    return bands;
}

std::vector<std::int64_t> picture_bands_near(std::uint64_t perceptual) {
    std::vector<std::int64_t> bands;
    bands.reserve(4 * 17);
    for (const std::int64_t band : picture_bands(perceptual)) {
        bands.push_back(band);
        for (int bit = 0; bit < 16; ++bit) bands.push_back(band ^ (std::int64_t{1} << bit));
    }
    return bands;
}

}  // namespace casebook
