#include "casebook/similarity.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace casebook {

namespace {

constexpr std::size_t least_code_points = 24;
constexpr std::size_t hashes = std::tuple_size_v<MinHashes>;
constexpr std::size_t rows_per_band = hashes / std::tuple_size_v<TextBands>;
// Adverts are compared by their beginning: bounds the cost on a page that never ends.
constexpr std::size_t most_bytes = 16 * 1024;
constexpr std::size_t remembered = 4096;  // shingles that were seen lately: they change no minimum again

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection that mixes well.
constexpr std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

// Sequences of bytes stand for code points; invalid UTF-8 makes other shingles, never an error.
std::vector<std::uint32_t> points_that_count(std::string_view text) {
    std::vector<std::uint32_t> points;
    text = text.substr(0, most_bytes);
    points.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto byte = static_cast<unsigned char>(text[i++]);
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<unsigned char>(byte + 32);
        if (byte <= ' ' || (byte >= '0' && byte <= '9')) continue;
        std::uint32_t point = byte;
        if (byte >= 0xC0)
            while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80)
                point = (point << 6) ^ static_cast<unsigned char>(text[i++]);
        points.push_back(point);
    }
    return points;
}

// One hash function of shingles for each minimum: an odd multiplier and a rotation, independent enough for minima.
struct Hash {
    std::uint64_t change = 0, factor = 0;
};
constexpr std::array<Hash, hashes> hash_functions = [] {
    std::array<Hash, hashes> made{};
    for (std::size_t i = 0; i < hashes; ++i) made[i] = {mix(i), mix(i + 1000) | 1};
    return made;
}();

// As they come, each as often as it does.
Shingles shingles_in_order(std::string_view text) {
    const std::vector<std::uint32_t> points = points_that_count(text);
    Shingles found;
    if (points.size() < least_code_points) return found;
    found.reserve(points.size());
    for (std::size_t i = 0; i + 2 < points.size(); ++i)
        found.push_back(mix(mix(mix(points[i]) + points[i + 1]) + points[i + 2]));
    return found;
}

}  // namespace

Shingles shingles_of(std::string_view text) {
    Shingles found = shingles_in_order(text);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::optional<MinHashes> min_hashes(std::string_view text) {
    const Shingles all = shingles_in_order(text);  // a minimum does not ask how often
    if (all.empty()) return std::nullopt;
    MinHashes least;
    least.fill(std::numeric_limits<std::uint64_t>::max());
    std::vector<std::uint64_t> lately(remembered);
    for (const std::uint64_t shingle : all) {
        if (std::exchange(lately[shingle % remembered], shingle) == shingle) continue;
        for (std::size_t i = 0; i < hashes; ++i) {
            const std::uint64_t value = (shingle ^ hash_functions[i].change) * hash_functions[i].factor;
            least[i] = std::min(least[i], value ^ (value >> 29));
        }
    }
    return least;
}

std::optional<TextBands> text_bands(std::string_view text) {
    const std::optional<MinHashes> least = min_hashes(text);
    return least ? std::optional(bands_of(*least)) : std::nullopt;
}

double estimated_similarity(const MinHashes& a, const MinHashes& b) {
    std::size_t equal = 0;
    for (std::size_t i = 0; i < hashes; ++i) equal += a[i] == b[i];
    return static_cast<double>(equal) / static_cast<double>(hashes);
}

TextBands bands_of(const MinHashes& least) {
    TextBands bands{};
    for (std::size_t band = 0; band < bands.size(); ++band) {
        std::uint64_t key = band;
        for (std::size_t row = 0; row < rows_per_band; ++row) key = mix(key ^ least[band * rows_per_band + row]);
        bands[band] = static_cast<std::int64_t>(key);
    }
    return bands;
}

double similarity(std::string_view a, std::string_view b) { return similarity(shingles_of(a), shingles_of(b)); }

double similarity(const Shingles& left, const Shingles& right) {
    if (left.empty() || right.empty()) return 0;
    std::size_t common = 0;
    for (auto i = left.begin(), j = right.begin(); i != left.end() && j != right.end();) {
        if (*i == *j)
            ++common, ++i, ++j;
        else if (*i < *j)
            ++i;
        else
            ++j;
    }
    return static_cast<double>(common) / static_cast<double>(left.size() + right.size() - common);
}

}  // namespace casebook
