#include "detector/words.h"

namespace detector {

namespace {

constexpr std::uint32_t widest_gap = 4;        // separators between two words of one name
constexpr std::uint32_t longest_bracket = 40;  // "(Chersine)"

bool joins(char c) {
    switch (c) {
        case ' ':
        case '-':
        case '\'':
        case '_':
        case '"':
        case '*':
        case '/':
        case '&':
            return true;
        default:
            return false;
    }
}

}  // namespace

WordClass class_before(std::string_view text, std::uint32_t at) {
    if (at == 0) return WordClass::none;
    if (static_cast<unsigned char>(text[at - 1]) < 0x80)
        return ascii_word(text[at - 1]) ? WordClass::letter : WordClass::none;
    std::size_t place = at;
    return word_class(previous_code_point(text, place));
}

WordClass class_at(std::string_view text, std::uint32_t at) {
    if (at >= text.size()) return WordClass::none;
    if (static_cast<unsigned char>(text[at]) < 0x80) return ascii_word(text[at]) ? WordClass::letter : WordClass::none;
    std::size_t place = at;
    return word_class(next_code_point(text, place));
}

bool begins_word(std::string_view text, std::uint32_t at) {
    const WordClass before = class_before(text, at);
    return before == WordClass::none || before != class_at(text, at);
}

bool ends_word(std::string_view text, std::uint32_t at) {
    const WordClass after = class_at(text, at);
    return after == WordClass::none || after != class_before(text, at);
}

std::uint32_t word_begin(std::string_view text, std::uint32_t at) {
    const WordClass own = class_at(text, at);
    if (own == WordClass::none) return at;
    std::size_t begin = at;
    while (begin > 0) {
        if (own == WordClass::letter && static_cast<unsigned char>(text[begin - 1]) < 0x80) {
            if (!ascii_word(text[begin - 1])) break;
            if (at - --begin > longest_word) return at;
            continue;
        }
        std::size_t before = begin;
        if (word_class(previous_code_point(text, before)) != own) break;
        begin = before;
        if (at - begin > longest_word) return at;
    }
    return static_cast<std::uint32_t>(begin);
}

std::uint32_t word_end(std::string_view text, std::uint32_t at) {
    const WordClass own = class_at(text, at);
    if (own == WordClass::none) return at;
    std::size_t end = at;
    while (end < text.size()) {
        if (own == WordClass::letter && static_cast<unsigned char>(text[end]) < 0x80) {
            if (!ascii_word(text[end])) break;
            if (++end - at > longest_word) return at;
            continue;
        }
        std::size_t next = end;
        if (word_class(next_code_point(text, next)) != own) break;
        end = next;
        if (end - at > longest_word) return at;
    }
    return static_cast<std::uint32_t>(end);
}

Neighbour word_after(std::string_view text, std::uint32_t end, bool brackets) {
    Neighbour found;
    std::uint32_t at = end;
    if (text.substr(at, 2) == "'s" && (at + 2 == text.size() || !ascii_word(text[at + 2]))) at += 2;
    const std::uint32_t from = at;
    while (at < text.size() && at - from < widest_gap && (joins(text[at]) || (text[at] == '.' && !found.dot))) {
        found.dot |= text[at] == '.';
        ++at;
    }
    if (brackets && at < text.size() && text[at] == '(') {
        const std::size_t close = text.substr(at, longest_bracket).find(')');
        if (close == std::string_view::npos) return found;
        at += static_cast<std::uint32_t>(close) + 1;
        while (at < text.size() && text[at] == ' ') ++at;
    }
    if (at == end) return found;
    found.word = {at, word_end(text, at)};
    return found;
}

Neighbour word_before(std::string_view text, std::uint32_t begin, bool brackets) {
    Neighbour found;
    for (int step = 0; step < 2; ++step) {
        std::uint32_t at = begin;
        while (at > 0 && begin - at < widest_gap && (joins(text[at - 1]) || (text[at - 1] == '.' && !found.dot))) {
            found.dot |= text[at - 1] == '.';
            --at;
        }
        if (brackets && at > 0 && text[at - 1] == ')') {
            const std::uint32_t reach = at > longest_bracket ? at - longest_bracket : 0;
            const std::size_t open = text.substr(reach, at - reach).rfind('(');
            if (open == std::string_view::npos) return found;
            at = reach + static_cast<std::uint32_t>(open);
            while (at > 0 && text[at - 1] == ' ') --at;
        }
        if (at == begin || at == 0) return found;
        std::size_t last = at;
        previous_code_point(text, last);
        if (class_at(text, static_cast<std::uint32_t>(last)) == WordClass::none) return found;
        const std::uint32_t start = word_begin(text, static_cast<std::uint32_t>(last));
        const Span word{start, at};
        // "goffin's cockatoo": the s is a possessive, the word stands before it.
        if (cut(text, word) != "s" || start == 0 || text[start - 1] != '\'') {
            found.word = word;
            return found;
        }
        begin = start;
    }
    return found;
}

}  // namespace detector
