#include "crawler/picture/perceptual_hash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace crawler {

namespace {

constexpr std::size_t side = 32;
constexpr std::size_t frequencies = 9;  // 0..8 either way
constexpr double plain = 3.0;           // standard deviation of the cells, in grey levels

using Cells = std::array<double, side * side>;

// Each cell is the mean of the pixels under it; small pictures repeat theirs.
Cells averaged(const GreyPicture& picture) {
    Cells cells{};
    for (std::size_t y = 0; y < side; ++y) {
        const std::size_t top = y * picture.height / side;
        const std::size_t bottom = std::max(top + 1, (y + 1) * picture.height / side);
        for (std::size_t x = 0; x < side; ++x) {
            const std::size_t left = x * picture.width / side;
            const std::size_t right = std::max(left + 1, (x + 1) * picture.width / side);
            double sum = 0;
            for (std::size_t row = top; row < bottom; ++row)
                for (std::size_t column = left; column < right; ++column)
                    sum += picture.pixels[row * picture.width + column];
            cells[y * side + x] = sum / static_cast<double>((bottom - top) * (right - left));
        }
    }
    return cells;
}

double deviation(const Cells& cells) {
    double sum = 0, squares = 0;
    for (const double cell : cells) {
        sum += cell;
        squares += cell * cell;
    }
    const double mean = sum / static_cast<double>(cells.size());
    return std::sqrt(std::max(0.0, squares / static_cast<double>(cells.size()) - mean * mean));
}

const std::array<std::array<double, side>, frequencies>& cosines() {
    static const auto table = [] {
        std::array<std::array<double, side>, frequencies> made{};
        for (std::size_t k = 0; k < frequencies; ++k)
            for (std::size_t n = 0; n < side; ++n)
                made[k][n] =
                    std::cos(std::numbers::pi / side * (static_cast<double>(n) + 0.5) * static_cast<double>(k));
        return made;
    }();
    return table;
}

}  // namespace

std::optional<std::uint64_t> perceptual_hash(const GreyPicture& picture) {
    if (picture.width < 16 || picture.height < 16) return std::nullopt;
    const Cells cells = averaged(picture);
    if (deviation(cells) < plain) return std::nullopt;

    const auto& cosine = cosines();
    std::array<std::array<double, side>, frequencies> rows{};  // [horizontal frequency][row]
    for (std::size_t k = 0; k < frequencies; ++k)
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x) rows[k][y] += cells[y * side + x] * cosine[k][x];
    const auto coefficient = [&](std::size_t horizontal, std::size_t vertical) {
        double sum = 0;
        for (std::size_t y = 0; y < side; ++y) sum += rows[horizontal][y] * cosine[vertical][y];
        return sum;
    };
    std::array<double, 64> low{};
    for (std::size_t i = 0; i < low.size(); ++i)
        // The first would be the mean, which says nothing: the next frequency stands in its place.
        low[i] = i == 0 ? coefficient(8, 0) : coefficient(i % 8, i / 8);
    std::array<double, 64> sorted = low;
    std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
    const double upper = sorted[32];
    const double lower = *std::max_element(sorted.begin(), sorted.begin() + 32);
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < low.size(); ++i)
        if (low[i] > (lower + upper) / 2) hash |= std::uint64_t{1} << i;
    return hash;
}

std::optional<std::uint64_t> perceptual_hash(std::string_view file) {
    const std::optional<GreyPicture> picture = decode_grey(file);
    return picture ? perceptual_hash(*picture) : std::nullopt;
}

}  // namespace crawler
