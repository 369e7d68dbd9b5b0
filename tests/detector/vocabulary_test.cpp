// The phrases of the rules: what is found is what a slow reading of every phrase at every word finds.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "detector/vocabulary.h"

using detector::Vocabulary;

namespace {

using Found = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>>;  // begin, end, cue

Found found_in(const Vocabulary& vocabulary, const std::string& text) {
    std::vector<Vocabulary::Hit> hits;
    vocabulary.find(text, hits);
    Found found;
    for (const Vocabulary::Hit& hit : hits) found.emplace_back(hit.begin, hit.end, hit.entry.cue);
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

TEST_CASE("phrases are found as a slow reading finds them", "[vocabulary]") {
    const std::vector<std::string> words{"a", "ab", "abc", "b", "ba", "c"};
    std::uint32_t random = 3;
    const auto draw = [&](std::size_t below) {
        random = random * 1664525 + 1013904223;
        return (random >> 10) % below;
    };
    for (int round = 0; round < 40; ++round) {
        Vocabulary vocabulary;
        std::vector<std::pair<std::vector<std::string>, bool>> phrases;  // the last word may go on
        for (std::uint16_t cue = 0; cue < 60; ++cue) {
            std::vector<std::string> phrase;
            std::string text;
            for (std::size_t length = 1 + draw(4); length; --length) {
                phrase.push_back(words[draw(words.size())]);
                text += (text.empty() ? "" : " ") + phrase.back();
            }
            const bool open = phrase.size() > 1 && draw(4) == 0;
            REQUIRE(vocabulary.add(text + (open ? "*" : ""), {cue, 0, 0}));
            phrases.emplace_back(std::move(phrase), open);
        }
        vocabulary.build();
        for (int attempt = 0; attempt < 50; ++attempt) {
            std::vector<std::string> written;
            std::vector<std::uint32_t> begins;
            std::string text;
            for (std::size_t length = draw(12); length; --length) {
                if (!text.empty()) text += draw(5) ? " " : ", ";
                begins.push_back(static_cast<std::uint32_t>(text.size()));
                written.push_back(words[draw(words.size())]);
                text += written.back();
            }
            Found slow;
            for (std::size_t at = 0; at < written.size(); ++at)
                for (std::uint16_t cue = 0; cue < phrases.size(); ++cue) {
                    const auto& [phrase, open] = phrases[cue];
                    if (at + phrase.size() > written.size()) continue;
                    bool same = true;
                    for (std::size_t i = 0; i < phrase.size(); ++i) {
                        const std::string& word = written[at + i];
                        same &= open && i + 1 == phrase.size() ? word.starts_with(phrase[i]) : word == phrase[i];
                    }
                    const std::size_t last = at + phrase.size() - 1;
                    if (same)
                        slow.emplace_back(begins[at], begins[last] + static_cast<std::uint32_t>(written[last].size()),
                                          cue);
                }
            std::sort(slow.begin(), slow.end());
            INFO(text);
            CHECK(found_in(vocabulary, text) == slow);
        }
    }
}
