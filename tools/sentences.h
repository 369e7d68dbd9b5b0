// The sentences of judgement in another language: why an advert was flagged is recorded in English, as the rules say it
// (the column `says` of config/rules_evidence.tsv), and shown in the reader's language.
//
// A file holds an English sentence and its translation a line, both with the same places for words of the advert:
// "'{cue}' is a food". A recorded sentence is held against them, so that what was recorded stays what it was. Immutable
// once read, shared by threads.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

class Sentences {
  public:
    Sentences() = default;  // every sentence stays as it is
    // Throws detector::DataError with file:line for a bad line: no tab, places that differ, a sentence twice.
    explicit Sentences(const std::filesystem::path& file);

    // `sentence` as the file says it; itself where the file does not know it, as with rules of an analyst's own.
    std::string operator()(std::string_view sentence) const;

  private:
    // Text with places: literals, one more than there are places, and the names of the places between them.
    struct Pattern {
        std::vector<std::string> literals, places;
        std::size_t size() const;  // bytes of the literals
    };
    struct Pair {
        Pattern english, translation;
    };
    static Pattern parsed(std::string_view text);

    std::vector<Pair> pairs_;  // most literal text first: the sentence that says most fits before a vaguer one
};

}  // namespace tools
