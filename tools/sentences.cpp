#include "tools/sentences.h"

#include <algorithm>
#include <optional>

#include "detector/error.h"
#include "tools/tab_pairs.h"

namespace tools {

namespace {

// What stands at the places between `literals`, the shortest that fits; nothing where `sentence` is another.
std::optional<std::vector<std::string_view>> fitted(const std::vector<std::string>& literals,
                                                    std::string_view sentence) {
    std::vector<std::string_view> values;
    if (literals.size() == 1) return sentence == literals.front() ? std::optional(values) : std::nullopt;
    const std::string &first = literals.front(), &last = literals.back();
    if (sentence.size() < first.size() + last.size() || !sentence.starts_with(first) || !sentence.ends_with(last))
        return std::nullopt;
    sentence.remove_prefix(first.size());
    sentence.remove_suffix(last.size());
    for (std::size_t i = 1; i + 1 < literals.size(); ++i) {
        const std::size_t at = sentence.find(literals[i]);
        if (at == std::string_view::npos) return std::nullopt;
        values.push_back(sentence.substr(0, at));
        sentence.remove_prefix(at + literals[i].size());
    }
    values.push_back(sentence);
    return values;
}

}  // namespace

std::size_t Sentences::Pattern::size() const {
    std::size_t bytes = 0;
    for (const std::string& literal : literals) bytes += literal.size();
    return bytes;
}

Sentences::Pattern Sentences::parsed(std::string_view text) {
    Pattern pattern;
    while (true) {
        const std::size_t open = text.find('{');
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        pattern.literals.emplace_back(text.substr(0, open));
        pattern.places.emplace_back(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    pattern.literals.emplace_back(text);
    return pattern;
}

Sentences::Sentences(const std::filesystem::path& file) {
    for (const auto& [sentence, translation, line] :
         read_tab_pairs(file, "it belongs to the messages of its language")) {
        Pair pair{parsed(sentence), parsed(translation)};
        std::vector<std::string> ours = pair.english.places, theirs = pair.translation.places;
        std::sort(ours.begin(), ours.end());
        std::sort(theirs.begin(), theirs.end());
        if (ours != theirs)
            throw detector::DataError(file.string(), line, "sentence and translation differ in their {places}");
        pairs_.push_back(std::move(pair));
    }
    std::stable_sort(pairs_.begin(), pairs_.end(),
                     [](const Pair& a, const Pair& b) { return a.english.size() > b.english.size(); });
}

std::string Sentences::operator()(std::string_view sentence) const {
    for (const auto& [english, translation] : pairs_) {
        const auto values = fitted(english.literals, sentence);
        if (!values) continue;
        std::string text = translation.literals.front();
        for (std::size_t i = 0; i < translation.places.size(); ++i) {
            const auto place = std::find(english.places.begin(), english.places.end(), translation.places[i]);
            text += (*values)[static_cast<std::size_t>(place - english.places.begin())];
            text += translation.literals[i + 1];
        }
        return text;
    }
    return std::string(sentence);
}

}  // namespace tools
