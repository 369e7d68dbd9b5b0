// A quick hash of short byte strings. Stored in compiled lists: changing it asks for a new version of their format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace detector {

inline std::uint64_t mix_bits(std::uint64_t value) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(value ^ 0x9E3779B97F4A7C15ull) * 0xD6E8FEB86659FD93ull;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t load_bytes(const char* at, std::size_t size) {  // 1 to 8 bytes
    if (size >= 4) {
        std::uint32_t low = 0, high = 0;
        std::memcpy(&low, at, 4);
        std::memcpy(&high, at + size - 4, 4);
        return std::uint64_t{high} << 32 | low;
    }
    return static_cast<std::uint64_t>(static_cast<unsigned char>(at[0])) |
           static_cast<std::uint64_t>(static_cast<unsigned char>(at[size / 2])) << 8 |
           static_cast<std::uint64_t>(static_cast<unsigned char>(at[size - 1])) << 16;
}

inline std::uint64_t word_hash(const char* at, std::size_t size) {  // size > 0
    std::uint64_t value = size * 0xA0761D6478BD642Full;
    for (; size > 8; size -= 8, at += 8) value = mix_bits(value ^ load_bytes(at, 8));
    return mix_bits(value ^ load_bytes(at, size));
}

}  // namespace detector
