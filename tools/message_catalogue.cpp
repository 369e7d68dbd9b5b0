#include "tools/message_catalogue.h"

#include <stdexcept>
#include <utility>

#include "detector/error.h"
#include "tools/tab_pairs.h"

namespace tools {

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

Texts read_texts(const std::filesystem::path& file) {
    Texts texts;
    for (TabPair& pair : read_tab_pairs(file, "reports are written in en, fr or es"))
        texts.emplace(std::move(pair.key), std::move(pair.text));
    return texts;
}

}  // namespace

MessageCatalogue::MessageCatalogue(const std::filesystem::path& folder, const std::string& language)
    : language_(language) {
    const std::filesystem::path file = folder / (language + ".tsv");
    texts_ = read_texts(file);
    const Texts english = read_texts(folder / "en.tsv");
    for (const auto& [key, text] : english)
        if (!texts_.contains(key)) throw detector::DataError(file.string(), 0, "key '" + key + "' is missing");
    for (const auto& [key, text] : texts_)
        if (!english.contains(key)) throw detector::DataError(file.string(), 0, "key '" + key + "' is not in en.tsv");
    if (language != "en") sentences_ = Sentences(folder / ("reasons." + language + ".tsv"));
}

const std::string& MessageCatalogue::operator()(std::string_view key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) throw std::out_of_range("no message '" + std::string(key) + "'");
    return found->second;
}

std::string MessageCatalogue::operator()(std::string_view key, std::string_view value) const {
    std::string text = (*this)(key);
    if (const std::size_t at = text.find("{}"); at != std::string::npos) text.replace(at, 2, value);
    return text;
}

std::string MessageCatalogue::stored(const std::string& prefix, const std::string& value) const {
    const auto found = texts_.find(prefix + value);
    return found == texts_.end() ? value : found->second;
}

std::string MessageCatalogue::counted(const std::string& key, std::int64_t count) const {
    const bool is_one = count == 1 || (count == 0 && language_ == "fr");
    return (*this)(is_one ? key + ".one" : key, number(count));
}

std::string MessageCatalogue::number(std::int64_t value) const {
    std::string digits = std::to_string(value);
    const std::string& separator = (*this)("thousands");
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, separator);
    return digits;
}

}  // namespace tools
