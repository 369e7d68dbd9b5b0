// One bit for each byte of a text: is it a letter, a digit, a space, not ASCII? Sixteen bytes at a time, so that words
// and oddities of sixty-four bytes are found with a few operations on integers.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace detector {

// Sixteen bytes and questions to all of them at once; an answer has one bit a byte, the first byte lowest.
class Block {
  public:
    static constexpr std::size_t size = 16;

#if defined(__SSE2__)
    explicit Block(const char* at) : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))) {}
    std::uint32_t equal(char c) const { return bits(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c))); }
    std::uint32_t equal(const Block& other) const { return bits(_mm_cmpeq_epi8(bytes_, other.bytes_)); }
    std::uint32_t between(char first, char last) const { return bits(inside(first, last)); }
    std::uint32_t wide() const { return bits(bytes_); }  // not ASCII
    // Writes the bytes with A to Z made small.
    void lower(char* out) const {
        const __m128i step = _mm_and_si128(inside('A', 'Z'), _mm_set1_epi8('a' - 'A'));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_add_epi8(bytes_, step));
    }

  private:
    static std::uint32_t bits(__m128i mask) { return static_cast<std::uint32_t>(_mm_movemask_epi8(mask)); }
    __m128i inside(char first, char last) const {
        const __m128i from = _mm_sub_epi8(bytes_, _mm_set1_epi8(first));
        return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8(static_cast<char>(last - first))), from);
    }
    __m128i bytes_;
#else
    explicit Block(const char* at) : bytes_(at) {}
    std::uint32_t equal(char c) const {
        return each([&](std::size_t i) { return bytes_[i] == c; });
    }
    std::uint32_t equal(const Block& other) const {
        return each([&](std::size_t i) { return bytes_[i] == other.bytes_[i]; });
    }
    std::uint32_t between(char first, char last) const {
        return each([&](std::size_t i) {
            return static_cast<unsigned char>(bytes_[i] - first) <= static_cast<unsigned char>(last - first);
        });
    }
    std::uint32_t wide() const {
        return each([&](std::size_t i) { return static_cast<unsigned char>(bytes_[i]) >= 0x80; });
    }
    void lower(char* out) const {
        for (std::size_t i = 0; i < size; ++i)
            out[i] = static_cast<char>(bytes_[i] + (bytes_[i] >= 'A' && bytes_[i] <= 'Z' ? 'a' - 'A' : 0));
    }

  private:
    template <typename Test>
    static std::uint32_t each(const Test& test) {
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < size; ++i) bits |= static_cast<std::uint32_t>(test(i)) << i;
        return bits;
    }
    const char* bytes_;
#endif
};

// Of a folded text. Not thread-safe; read() reuses the buffer.
class ByteMap {
  public:
    struct Stretch {  // of 64 bytes; the bits behind the end of the text are those of spaces
        std::uint64_t letters = 0, digits = 0, spaces = 0, wide = 0;
        std::uint64_t repeats = 0;  // the next byte is the same
    };

    void read(std::string_view text);
    const std::vector<Stretch>& stretches() const { return stretches_; }
    bool any_wide() const { return any_wide_; }

  private:
    std::vector<Stretch> stretches_;
    bool any_wide_ = false;
};

}  // namespace detector
