#include "detector/term_index.h"

namespace detector {

// FNV-1a.
std::uint64_t plain_hash(std::string_view joined) {
    std::uint64_t hash = 0xCBF29CE484222325ull;
    for (char c : joined) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return hash;
}

std::string_view TermIndex::find_plain(std::string_view joined) const {
    const std::uint64_t hash = plain_hash(joined);
    const std::size_t drawer = hash >> (64 - plain_drawer_bits);
    for (std::uint32_t i = plain_drawers[drawer]; i < plain_drawers[drawer + 1]; ++i)
        if (plain[i].hash == hash) return text(plain[i].text);
    return {};
}

}  // namespace detector
