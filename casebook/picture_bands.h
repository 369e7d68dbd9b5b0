// Which pictures look nearly the same? Hamming distance over 64-bit perceptual hashes, found through an index.
//
// A hash is cut into four pieces of sixteen bits. Two hashes that differ in at most seven bits have one piece that
// differs in at most one (seven faults over four pieces), so that the hashes to look at are those that share one of
// 4 x 17 pieces with the one asked about (multi-index hashing: Norouzi, Punjani and Fleet 2012). Among a million
// evenly spread hashes that is about a thousand rows, read along an index. Pure.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace casebook {

inline constexpr int near_picture_bits = 7;  // of 64; two unlike pictures differ in about 32

using PictureBands = std::array<std::int64_t, 4>;

PictureBands picture_bands(std::uint64_t perceptual);
// Every band under which a hash at most near_picture_bits away may stand.
std::vector<std::int64_t> picture_bands_near(std::uint64_t perceptual);

inline int distance(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

}  // namespace casebook
