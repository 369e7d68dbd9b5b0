// Which adverts say nearly the same? MinHash over three-character shingles (Broder 1997), banded for lookup.
//
// Texts are compared as lower-case ASCII-folded code points with white space and digits dropped, so that a changed
// price or telephone number does not hide a copied text. Six bands of three minima: a pair of Jaccard similarity 0.8
// shares a band with probability 0.99, one of 0.3 with 0.15; candidates are then compared exactly. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace casebook {

using TextBands = std::array<std::int64_t, 6>;
using MinHashes = std::array<std::uint64_t, 18>;

// Empty where the text is too short to mean anything (fewer than 24 code points that count).
std::optional<MinHashes> min_hashes(std::string_view text);
TextBands bands_of(const MinHashes& least);
std::optional<TextBands> text_bands(std::string_view text);  // of its minima
// The share of equal minima: the similarity, give or take a tenth.
double estimated_similarity(const MinHashes& a, const MinHashes& b);

// A text's shingles, hashed and sorted, to compare one text with many; empty where it is too short.
using Shingles = std::vector<std::uint64_t>;
Shingles shingles_of(std::string_view text);
double similarity(const Shingles& a, const Shingles& b);

// Exact Jaccard similarity of the two texts' shingle sets, 0..1; 0 where either is too short.
double similarity(std::string_view a, std::string_view b);

}  // namespace casebook
