#include "tools/lists/scientific_name.h"

#include <algorithm>
#include <array>

#include "tools/lists/plain_text.h"

namespace tools::lists {

namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool is_one_of(std::string_view word, const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Words of authorship and citation that look like epithets.
constexpr std::array<std::string_view, 28> author_words{
    "in",  "ex",  "et",  "and", "de",  "von",   "van",   "der",  "den", "da", "du", "la",  "le", "des",
    "del", "dos", "non", "nec", "not", "sensu", "emend", "auct", "fil", "al", "zu", "und", "y",  "apud"};

constexpr std::array<std::string_view, 12> rank_marks{"subsp.", "ssp.", "var.",    "f.",          "fo.", "forma",
                                                      "subsp",  "ssp",  "subvar.", "nothosubsp.", "var", "cv."};

bool is_genus(std::string_view word) {
    if (word.size() < 2 || !upper(word[0])) return false;
    return std::all_of(word.begin() + 1, word.end(), [](char c) { return lower(c) || c == '-' || beyond_ascii(c); });
}

bool is_epithet(std::string_view word) {
    if (word.size() < 2 || !(lower(word[0]) || beyond_ascii(word[0])) || is_one_of(word, author_words)) return false;
    return std::all_of(word.begin(), word.end(), [](char c) { return lower(c) || c == '-' || beyond_ascii(c); });
}

bool is_hybrid_sign(std::string_view word) { return word == "×" || word == "x"; }

std::string_view first_word(std::string_view& rest) {
    rest = trimmed(rest);
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    return word;
}

std::string_view without_comma(std::string_view word) {
    return word.ends_with(',') ? word.substr(0, word.size() - 1) : word;
}

bool begins_name(std::string_view text) {
    const std::string_view genus = first_word(text);
    std::string_view epithet = first_word(text);
    if (is_hybrid_sign(epithet)) epithet = first_word(text);
    return is_genus(genus) && is_epithet(without_comma(epithet));
}

}  // namespace

std::string without_author(std::string_view name) {
    std::string_view rest = name;
    std::string_view word = first_word(rest);
    std::string out;
    if (is_hybrid_sign(word)) {
        out = "× ";
        word = first_word(rest);
    }
    if (!is_genus(without_comma(word))) return {};
    out += without_comma(word);
    if (word.ends_with(',')) return out;
    for (int epithets = 0; epithets < 3;) {
        word = first_word(rest);
        if (epithets == 0 && word.starts_with('(') && word.ends_with(')') && word.size() > 3 &&
            is_genus(word.substr(1, word.size() - 2))) {
            // A subgenus, if an epithet follows; else the author of a genus.
            std::string_view ahead = rest;
            if (is_epithet(without_comma(first_word(ahead)))) continue;
            break;
        }
        if (is_one_of(word, rank_marks) || is_hybrid_sign(word)) {
            std::string_view ahead = rest;
            if (!is_epithet(without_comma(first_word(ahead)))) break;  // "Aloe foo f." ends in an author's "filius"
            (out += ' ') += word;
            continue;
        }
        if (!is_epithet(without_comma(word))) break;
        (out += ' ') += without_comma(word);
        ++epithets;
        if (word.ends_with(',')) break;
    }
    return out;
}

std::vector<std::string> split_synonyms(std::string_view list, bool authored) {
    std::vector<std::string> names;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= list.size(); ++at) {
        const bool end = at == list.size();
        if (!end && (list[at] != ',' || (authored && !begins_name(list.substr(at + 1, 200))))) continue;
        std::string name = without_author(list.substr(from, at - from));
        if (!name.empty() && !is_one_of(name, names)) names.push_back(std::move(name));
        from = at + 1;
    }
    return names;
}

bool is_binomial(std::string_view name) { return begins_name(name); }

}  // namespace tools::lists
