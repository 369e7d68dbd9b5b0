#include "detector/inflection.h"

#include <algorithm>
#include <bit>
#include <map>

#include "detector/error.h"
#include "detector/fold.h"

namespace detector {

namespace {

Languages look_up(const std::unordered_map<std::string, Languages>& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? 0 : found->second;
}

// FNV-1a over both, a separator between.
std::size_t hash_of(std::string_view strip, std::string_view add) {
    std::uint64_t hash = 0xCBF29CE484222325ull;
    const auto take = [&](unsigned char c) { hash = (hash ^ c) * 0x100000001B3ull; };
    for (const char c : strip) take(static_cast<unsigned char>(c));
    take('\t');
    for (const char c : add) take(static_cast<unsigned char>(c));
    return static_cast<std::size_t>(hash ^ hash >> 32);
}

}  // namespace

Inflections::Inflections(std::span<const Ending> endings) {
    std::map<std::pair<std::string, std::string>, Languages> suffixes;
    for (const Ending& ending : endings) {
        const auto [found, fresh] =
            bits_.try_emplace(std::string(primary_language(ending.language)), static_cast<unsigned>(bits_.size()));
        if (found->second >= 63) throw DataError("inflections.tsv", 0, "more than 63 languages have rules");
        const Languages bit = Languages{1} << found->second;
        const std::string strip = folded(ending.strip), add = folded(ending.add);
        switch (ending.kind) {
            case Ending::Kind::suffix:
                suffixes[{strip, add}] |= bit;
                strips_[strip] |= bit;
                longest_strip_ = std::max(longest_strip_, strip.size());
                longest_add_ = std::max(longest_add_, add.size());
                break;
            case Ending::Kind::prefix:
                if (!prefixes_.contains(add)) all_prefixes_.push_back(add);
                prefixes_[add] |= bit;
                with_prefixes_ |= bit;
                break;
            case Ending::Kind::link:
                links_[add] |= bit;
                with_links_ |= bit;
                longest_link_ = std::max(longest_link_, add.size());
                break;
            case Ending::Kind::turn:
                turns_[add] |= bit;
                break;
        }
    }
    suffix_slots_.assign(std::bit_ceil(4 * suffixes.size() + 1), 0);
    for (const auto& [ends, languages] : suffixes) {
        suffixes_.push_back({ends.first, ends.second, languages});
        std::size_t place = hash_of(ends.first, ends.second) & (suffix_slots_.size() - 1);
        while (suffix_slots_[place]) place = (place + 1) & (suffix_slots_.size() - 1);
        suffix_slots_[place] = static_cast<std::uint32_t>(suffixes_.size());
    }
}

Languages Inflections::suffix(std::string_view strip, std::string_view add) const {
    const std::size_t mask = suffix_slots_.size() - 1;
    for (std::size_t place = hash_of(strip, add) & mask; suffix_slots_[place]; place = (place + 1) & mask) {
        const Suffix& each = suffixes_[suffix_slots_[place] - 1];
        if (each.strip == strip && each.add == add) return each.languages;
    }
    return 0;
}

Languages Inflections::languages_of(std::string_view tag) const {
    const auto found = bits_.find(std::string(primary_language(tag)));
    return found == bits_.end() ? uninflected : Languages{1} << found->second;
}

Languages Inflections::forms(std::string_view word, std::string_view listed) const {
    if (word == listed) return every_language;
    const std::size_t shorter = std::min(word.size(), listed.size());
    std::size_t shared = 0;
    while (shared < shorter && word[shared] == listed[shared]) ++shared;
    Languages found = 0;
    for (std::size_t stem = shared; stem >= least_stem; --stem) {
        if (listed.size() - stem > longest_strip_ || word.size() - stem > longest_add_) break;
        found |= suffix(listed.substr(stem), word.substr(stem));
    }
    return found;
}

Languages Inflections::prefixes(std::string_view joined) const { return look_up(prefixes_, std::string(joined)); }
Languages Inflections::links(std::string_view link) const { return look_up(links_, std::string(link)); }

std::string Inflections::turned(std::string_view text, Languages languages) const {
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos || text.find(' ', blank + 1) != std::string_view::npos) return {};
    const std::string_view first = text.substr(0, blank), second = text.substr(blank + 1);
    const bool adjective = std::any_of(turns_.begin(), turns_.end(), [&](const auto& turn) {
        return (turn.second & languages) && (first.ends_with(turn.first) || second.ends_with(turn.first));
    });
    return adjective ? std::string(second) + ' ' + std::string(first) : std::string();
}

std::vector<std::string> Inflections::links_of(Languages languages) const {
    std::vector<std::string> found;
    for (const auto& [link, spoken] : links_)
        if (spoken & languages) found.push_back(link);
    return found;
}

std::vector<std::string> Inflections::tails(std::string_view listed, std::size_t stem, Languages languages) const {
    std::vector<std::string> found{std::string(listed.substr(stem))};
    for (const Suffix& each : suffixes_) {
        if (!(each.languages & languages) || !listed.ends_with(each.strip)) continue;
        const std::size_t kept = listed.size() - each.strip.size();
        if (kept >= std::max(stem, least_stem))
            found.push_back(std::string(listed.substr(stem, kept - stem)) + each.add);
    }
    return found;
}

std::size_t Inflections::changing_end(std::string_view listed, Languages languages) const {
    for (std::size_t length = std::min(longest_strip_, listed.size()); length > 0; --length)
        if (listed.size() - length >= least_stem &&
            (look_up(strips_, std::string(listed.substr(listed.size() - length))) & languages))
            return length;
    return 0;
}

}  // namespace detector
