#include "detector/code_points.h"

#include "detector/fold.h"

namespace detector {

namespace {

bool stops(char32_t value) {
    switch (value) {
        case 0x3002:
        case 0xFF01:
        case 0xFF1F:
        case 0xFF1B:  // full width
        case 0x061F:
        case 0x061B:
        case 0x06D4:  // Arabic
        case 0x0964:
        case 0x0965:  // danda
        case 0x2022:
        case 0x2026:  // bullet, ellipsis
            return true;
        default:
            return false;
    }
}

}  // namespace

CodePoint wide_code_point_at(std::string_view folded, std::size_t at) {
    std::size_t next = at;
    const char32_t value = next_code_point(folded, next);
    return {value, next - at};
}

CharClass classify_wide(char32_t value) {
    switch (word_class(value)) {
        case WordClass::letter:
        case WordClass::hangul:
            return CharClass::letter;
        case WordClass::han:
        case WordClass::hiragana:
        case WordClass::katakana:
            return CharClass::ideograph;
        case WordClass::sea:
        case WordClass::sea_sign:
            return CharClass::joined;
        case WordClass::none:
            break;
    }
    return stops(value) ? CharClass::stop : CharClass::gap;
}

}  // namespace detector
