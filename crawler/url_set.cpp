#include "crawler/url_set.h"

#include <cstring>

namespace crawler {
namespace {
__extension__ using Wide = unsigned __int128;
}

// Multiply-and-fold over 16-byte blocks, in the manner of wyhash.
std::uint64_t UrlSet::fingerprint(std::string_view url) const {
    auto fold = [](std::uint64_t a, std::uint64_t b) {
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    };
    std::uint64_t state = key_ ^ (url.size() * 0x9E3779B97F4A7C15U);
    while (!url.empty()) {
        std::uint64_t block[2] = {0, 0};
        const std::size_t length = url.size() < 16 ? url.size() : 16;
        std::memcpy(block, url.data(), length);
        state = fold(block[0] ^ 0xA0761D6478BD642FU ^ key_, block[1] ^ 0xE7037ED1A0B428DBU ^ state);
        url.remove_prefix(length);
    }
    const std::uint64_t print = fold(state ^ 0x8EBC6AF09C88C6E3U, 0x589965CC75374CC3U ^ key_);
    return print ? print : 1;
}

std::size_t UrlSet::find(std::uint64_t print) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(print) & mask;
    while (slots_[at] != 0 && slots_[at] != print) at = (at + 1) & mask;
    return at;
}

bool UrlSet::insert(std::string_view url) {
    const std::uint64_t print = fingerprint(url);
    std::size_t at = find(print);
    if (slots_[at] != 0) return false;
    if ((size_ + 1) * 8 > slots_.size() * 7) {
        std::vector<std::uint64_t> old(slots_.size() * 2, 0);
        old.swap(slots_);
        for (const std::uint64_t kept : old)
            if (kept) slots_[find(kept)] = kept;
        at = find(print);
    }
    slots_[at] = print;
    ++size_;
    return true;
}

}  // namespace crawler
