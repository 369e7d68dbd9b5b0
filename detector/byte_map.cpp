#include "detector/byte_map.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace detector {

namespace {

constexpr std::size_t stretch = 64;

// `at` has 64 readable bytes and one more.
ByteMap::Stretch map_stretch(const char* at) {
    ByteMap::Stretch map;
    for (std::size_t k = 0; k < stretch; k += Block::size) {
        const Block block(at + k);
        map.letters |= std::uint64_t{block.between('a', 'z')} << k;
        map.digits |= std::uint64_t{block.between('0', '9')} << k;
        map.spaces |= std::uint64_t{block.equal(' ')} << k;
        map.wide |= std::uint64_t{block.wide()} << k;
        map.repeats |= std::uint64_t{block.equal(Block(at + k + 1))} << k;
    }
    return map;
}

}  // namespace

void ByteMap::read(std::string_view text) {
    stretches_.clear();
    std::uint64_t wide = 0;
    std::size_t at = 0;
    for (; at + stretch < text.size(); at += stretch) {
        stretches_.push_back(map_stretch(text.data() + at));
        wide |= stretches_.back().wide;
    }
    if (at < text.size()) {
        std::array<char, stretch + 1> rest;
        rest.fill(' ');
        std::memcpy(rest.data(), text.data() + at, text.size() - at);
        stretches_.push_back(map_stretch(rest.data()));
        wide |= stretches_.back().wide;
    }
    any_wide_ = wide != 0;
}

}  // namespace detector
