// The words of reports in one language: config/messages/<language>.tsv, a key and its text a line.
//
// Loaded whole and checked against English: a missing or unknown key is a DataError with file:line, so that no report
// comes out half translated. Immutable afterwards, shared by threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/sentences.h"

namespace tools {

class MessageCatalogue {
  public:
    // language: "en", "fr" or "es", the working languages of the Convention; `folder` is config/messages.
    MessageCatalogue(const std::filesystem::path& folder, const std::string& language);

    const std::string& language() const { return language_; }
    // Throws std::out_of_range for a key that English does not have: a mistake of ours.
    const std::string& operator()(std::string_view key) const;
    // 12,345 as the language groups its digits (key "thousands").
    std::string number(std::int64_t value) const;
    // The text with {} replaced by `value`.
    std::string operator()(std::string_view key, std::string_view value) const;
    // The text that speaks of `count` things, the number in place of {}: "KEY.one" where the language counts it as one
    // (French also none), else "KEY".
    std::string counted(const std::string& key, std::int64_t count) const;
    // The word for a value as it is stored ("status." and "new"); the value itself where there is none.
    std::string stored(const std::string& prefix, const std::string& value) const;
    // A reason of judgement, recorded in English, as the language says it (reasons.<language>.tsv).
    std::string sentence(std::string_view recorded) const { return sentences_(recorded); }

  private:
    std::string language_;
    Sentences sentences_;
    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace tools
