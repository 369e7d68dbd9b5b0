#include "detector/patterns.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

namespace detector {

namespace {

constexpr std::int64_t memory_of_one = 1 << 20;  // bytes of an automaton's states, which RE2 discards beyond that
constexpr std::int64_t memory_of_all = 8 << 20;

RE2::Options options(std::int64_t memory) {
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(memory);
    return options;
}

}  // namespace

struct Patterns::Compiled {
    struct Pattern {
        std::uint16_t cue = 0;
        std::unique_ptr<RE2> expression;
    };
    std::vector<Pattern> patterns;  // numbered as in `any`
    RE2::Set any{options(memory_of_all), RE2::UNANCHORED};
    bool built = false;

    void run(const Pattern& pattern, re2::StringPiece text, std::size_t limit, std::vector<PatternHit>& hits) const {
        re2::StringPiece found;
        std::size_t from = 0;
        for (std::size_t count = 0; count < limit; ++count) {
            if (!pattern.expression->Match(text, from, text.size(), RE2::UNANCHORED, &found, 1) || found.empty()) break;
            const auto begin = static_cast<std::uint32_t>(found.data() - text.data());
            hits.push_back({begin, begin + static_cast<std::uint32_t>(found.size()), pattern.cue});
            from = begin + found.size();
        }
    }
};

Patterns::Patterns() : compiled_(std::make_unique<Compiled>()) {}
Patterns::~Patterns() = default;
Patterns::Patterns(Patterns&&) noexcept = default;
Patterns& Patterns::operator=(Patterns&&) noexcept = default;

std::string Patterns::add(std::string_view expression, std::uint16_t cue) {
    const std::string text(expression);
    auto compiled = std::make_unique<RE2>(text, options(memory_of_one));
    if (!compiled->ok()) return "does not compile: " + compiled->error();
    if (RE2::FullMatch("", *compiled)) return "matches nothing at all";
    std::string error;
    if (compiled_->any.Add(text, &error) < 0) return "does not compile: " + error;
    compiled_->patterns.push_back({cue, std::move(compiled)});
    return {};
}

void Patterns::build() { compiled_->built = !compiled_->patterns.empty() && compiled_->any.Compile(); }

void Patterns::find(std::string_view folded, std::size_t limit, std::vector<PatternHit>& hits) const {
    const re2::StringPiece text(folded.data(), folded.size());
    if (compiled_->built) {
        std::vector<int> present;
        RE2::Set::ErrorInfo error{};
        if (!compiled_->any.Match(text, &present, &error) && error.kind == RE2::Set::kNoError) return;
        if (error.kind == RE2::Set::kNoError) {
            std::sort(present.begin(), present.end());
            for (const int number : present)
                compiled_->run(compiled_->patterns[static_cast<std::size_t>(number)], text, limit, hits);
            return;
        }
    }
    // Without an automaton of all (it may run out of memory on a text made for that), each by itself.
    for (const Compiled::Pattern& pattern : compiled_->patterns) compiled_->run(pattern, text, limit, hits);
}

}  // namespace detector
