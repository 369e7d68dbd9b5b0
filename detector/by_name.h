// A map from names that is asked with views, without making a string of each.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "detector/word_hash.h"

namespace detector {

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
        return name.empty() ? 0 : word_hash(name.data(), name.size());
    }
};

template <typename Value>
using ByName = std::unordered_map<std::string, Value, NameHash, std::equal_to<>>;

}  // namespace detector
