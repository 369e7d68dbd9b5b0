#include "detector/passage_map.h"

#include "detector/code_points.h"

namespace detector {

namespace {

constexpr std::uint32_t word = 10, ideograph = 5, joined = 2, comma = 8;

// A full stop between digits or inside an abbreviation ends nothing.
bool ends_clause(std::string_view text, std::size_t at, char32_t value) {
    if (value != '.') return true;
    return at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == '.';
}

}  // namespace

PassageMap::PassageMap(std::string_view folded) {
    marks_.resize(folded.size() + 1);
    Mark mark{};
    bool in_word = false;
    for (std::size_t at = 0; at < folded.size();) {
        const CodePoint point = code_point_at(folded, at);
        const CharClass kind = classify(point.value);
        // The mark of a byte counts what lies before it, so a word adds its weight once it has been left.
        if (in_word && kind != CharClass::letter) {
            mark.tenths += word;
            in_word = false;
        }
        for (std::size_t i = 0; i < point.length; ++i) marks_[at + i] = mark;
        switch (kind) {
            case CharClass::letter:
                in_word = true;
                break;
            case CharClass::ideograph:
                mark.tenths += ideograph;
                break;
            case CharClass::joined:
                mark.tenths += joined;
                break;
            case CharClass::gap:
                if (point.value == ',' || point.value == 0x060C || point.value == 0x3001 || point.value == 0xFF0C)
                    mark.tenths += comma;
                break;
            case CharClass::stop:
                if (ends_clause(folded, at, point.value)) ++mark.clause;
                break;
        }
        at += point.length;
        while (in_word && at < folded.size() && is_ascii_letter(folded[at]))
            marks_[at++] = mark;  // most of most adverts
    }
    if (in_word) mark.tenths += word;
    marks_[folded.size()] = mark;
}

}  // namespace detector
