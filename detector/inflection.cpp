#include "detector/inflection.h"

#include <algorithm>

#include "detector/error.h"
#include "detector/fold.h"

namespace detector {

namespace {

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

Languages look_up(const std::unordered_map<std::string, Languages>& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? 0 : found->second;
}

}  // namespace

Inflections::Inflections(std::span<const Ending> endings) {
    for (const Ending& ending : endings) {
        const auto [found, fresh] =
            bits_.try_emplace(std::string(primary(ending.language)), static_cast<unsigned>(bits_.size()));
        if (found->second >= 63) throw DataError("inflections.tsv", 0, "more than 63 languages have rules");
        const Languages bit = Languages{1} << found->second;
        longest_adds_.resize(bits_.size());
        const std::string strip = folded(ending.strip), add = folded(ending.add);
        switch (ending.kind) {
            case Ending::Kind::suffix:
                suffixes_[strip + '\t' + add] |= bit;
                strips_[strip] |= bit;
                longest_strip_ = std::max(longest_strip_, strip.size());
                longest_add_ = std::max(longest_add_, add.size());
                longest_adds_[found->second] = std::max(longest_adds_[found->second], add.size());
                break;
            case Ending::Kind::prefix:
                prefixes_[add] |= bit;
                with_prefixes_ |= bit;
                break;
            case Ending::Kind::link:
                links_[add] |= bit;
                with_links_ |= bit;
                longest_link_ = std::max(longest_link_, add.size());
                break;
        }
    }
}

Languages Inflections::languages_of(std::string_view tag) const {
    const auto found = bits_.find(std::string(primary(tag)));
    return found == bits_.end() ? uninflected : Languages{1} << found->second;
}

Languages Inflections::forms(std::string_view word, std::string_view listed) const {
    if (word == listed) return every_language;
    const std::size_t shorter = std::min(word.size(), listed.size());
    std::size_t shared = 0;
    while (shared < shorter && word[shared] == listed[shared]) ++shared;
    Languages found = 0;
    std::string key;
    for (std::size_t stem = shared; stem >= least_stem; --stem) {
        if (listed.size() - stem > longest_strip_ || word.size() - stem > longest_add_) break;
        key.assign(listed.substr(stem)).append(1, '\t').append(word.substr(stem));
        found |= look_up(suffixes_, key);
    }
    return found;
}

Languages Inflections::prefixes(std::string_view joined) const { return look_up(prefixes_, std::string(joined)); }
Languages Inflections::links(std::string_view link) const { return look_up(links_, std::string(link)); }

std::size_t Inflections::longest_add(Languages languages) const {
    std::size_t longest = 0;
    for (std::size_t bit = 0; bit < longest_adds_.size(); ++bit)
        if (languages >> bit & 1) longest = std::max(longest, longest_adds_[bit]);
    return longest;
}

std::size_t Inflections::changing_end(std::string_view listed, Languages languages) const {
    for (std::size_t length = std::min(longest_strip_, listed.size()); length > 0; --length)
        if (listed.size() - length >= least_stem &&
            (look_up(strips_, std::string(listed.substr(listed.size() - length))) & languages))
            return length;
    return 0;
}

}  // namespace detector
