// Writes fold_table.inc: what every Unicode code point folds to. Run once by the build, with ICU; the program itself
// needs no ICU for it. The rules are in fold(); fold.h says what
// they are for.

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

// Letters that Unicode does not decompose but readers take for one another, and spellings that vary by keyboard.
const std::map<char32_t, const char*> variants = {
    {U'æ', "ae"},
    {U'œ', "oe"},
    {U'ø', "o"},
    {U'đ', "d"},
    {U'ð', "d"},
    {U'þ', "th"},
    {U'ł', "l"},
    {U'ı', "i"},
    {U'ħ', "h"},
    {U'ŋ', "n"},
    {U'ŧ', "t"},
    {U'ĸ', "k"},
    {U'ƒ', "f"},
    {U'ɓ', "b"},
    {U'ɗ', "d"},
    {U'ƙ', "k"},
    {U'ґ', "г"},
    {U'ϐ', "β"},
    // Arabic and Persian: hamza carriers, final forms of ya, kaf, ta marbuta, Urdu he.
    {U'أ', "ا"},
    {U'إ', "ا"},
    {U'آ', "ا"},
    {U'ٱ', "ا"},
    {U'ى', "ي"},
    {U'ی', "ي"},
    {U'ې', "ي"},
    {U'ک', "ك"},
    {U'ة', "ه"},
    {U'ۀ', "ه"},
    {U'ہ', "ه"},
    {U'ھ', "ه"},
    {U'ە', "ه"},
    {U'ؤ', "و"},
    {U'ئ', "ي"},
    {U'ے', "ي"},
    // Apostrophes and quotes used as such.
    {U'’', "'"},
    {U'‘', "'"},
    {U'ʼ', "'"},
    {U'ʻ', "'"},
    {U'ʹ', "'"},
    {U'ʾ', "'"},
    {U'ʿ', "'"},
    {U'′', "'"},
    {U'´', "'"},
    {U'`', "'"},
    {U'‛', "'"},
    {U'＇', "'"},
    {U'“', "\""},
    {U'”', "\""},
    {U'„', "\""},
    {U'«', "\""},
    {U'»', "\""},
    {U'׳', "'"},  // Hebrew geresh and gershayim, typed as quotes by most
    {U'״', "\""},
    // Dashes.
    {U'‐', "-"},
    {U'‑', "-"},
    {U'‒', "-"},
    {U'–', "-"},
    {U'—', "-"},
    {U'―', "-"},
    {U'−', "-"},
    {U'﹣', "-"},
    {U'－', "-"},
    {U'⁃', "-"},
    // The dot between the parts of a foreign name.
    {U'・', " "},
    {U'·', " "},
    {U'•', " "},
    {U'‧', " "},
    {U'･', " "},
};

bool dropped_mark(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE20 && c <= 0xFE2F) ||  // Latin etc.
           (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x610 && c <= 0x61A) || (c >= 0x6D6 && c <= 0x6ED) ||
           c == 0x640 ||                                            // Arabic vowel signs and tatweel
           (c >= 0x591 && c <= 0x5C7) || c == 0x93C || c == 0x9BC;  // Hebrew points, nukta
}

class Folder {
  public:
    Folder() {
        UErrorCode status = U_ZERO_ERROR;
        casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
        decompose_ = icu::Normalizer2::getNFDInstance(status);
        compose_ = icu::Normalizer2::getNFCInstance(status);
        simplify_.reset(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
        if (U_FAILURE(status)) {
            std::fprintf(stderr, "ICU: %s\n", u_errorName(status));
            std::exit(1);
        }
    }

    std::string fold(char32_t c) const {
        const auto category = u_charType(static_cast<UChar32>(c));
        if (category == U_CONTROL_CHAR || u_isUWhiteSpace(static_cast<UChar32>(c)) || category == U_LINE_SEPARATOR)
            return " ";
        if (category == U_FORMAT_CHAR || (c >= 0xFE00 && c <= 0xFE0F)) return "";
        const auto variant = variants.find(c);
        if (variant != variants.end()) return variant->second;
        if (const int digit = u_charDigitValue(static_cast<UChar32>(c));
            category == U_DECIMAL_DIGIT_NUMBER && digit >= 0)
            return std::string(1, static_cast<char>('0' + digit));
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString text = casefold_->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
        text = decompose_->normalize(text, status);
        icu::UnicodeString kept;
        for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
            const UChar32 each = text.char32At(i);
            if (dropped_mark(static_cast<char32_t>(each))) continue;
            const auto found = variants.find(static_cast<char32_t>(each));
            if (found != variants.end())
                kept.append(icu::UnicodeString::fromUTF8(found->second));
            else if (u_isUWhiteSpace(each))
                kept.append(static_cast<UChar32>(' '));
            else
                kept.append(each);
        }
        // Hangul syllables and voiced kana stay composed; Indic vowels stay apart.
        const UScriptCode script = uscript_getScript(kept.isEmpty() ? 0 : kept.char32At(0), &status);
        if (script == USCRIPT_HANGUL || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA)
            kept = compose_->normalize(kept, status);
        if (script == USCRIPT_HAN) simplify_->transliterate(kept);
        std::string utf8;
        kept.toUTF8String(utf8);
        return utf8;
    }

  private:
    const icu::Normalizer2* casefold_ = nullptr;
    const icu::Normalizer2* decompose_ = nullptr;
    const icu::Normalizer2* compose_ = nullptr;
    std::unique_ptr<icu::Transliterator> simplify_;
};

std::string utf8_of(char32_t c) {
    std::string out;
    icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(out);
    return out;
}

// detector::WordClass of fold.h.
int word_class(char32_t c) {
    const auto type = u_charType(static_cast<UChar32>(c));
    const bool mark = type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
    if (!u_isalnum(static_cast<UChar32>(c)) && !mark) return 0;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
        case USCRIPT_HAN:
            return 3;
        case USCRIPT_HIRAGANA:
            return 4;
        case USCRIPT_KATAKANA:
            return 5;
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
            return mark || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_LOGICAL_ORDER_EXCEPTION) ||
                           (c >= 0xE30 && c <= 0xE3A) || c == 0xE45 || c == 0xE46
                       ? 7
                       : 6;
        case USCRIPT_HANGUL:
            return 2;
        default:
            return c == 0x30FC ? 5 : 1;  // the long-vowel mark belongs to katakana words
    }
}

template <typename Value>
void print(const char* type, const char* name, const std::vector<Value>& values) {
    std::printf("constexpr %s %s[%zu] = {", type, name, values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        std::printf("%s%llu,", i % 24 ? "" : "\n", static_cast<unsigned long long>(values[i]));
    std::printf("};\n");
}

// A two-stage table: page of 128 code points -> values.
template <typename Value>
void print_staged(const char* type, const char* name, const std::vector<Value>& all) {
    std::map<std::vector<Value>, std::size_t> pages;
    std::vector<std::uint32_t> first;
    std::vector<Value> second;
    for (std::size_t at = 0; at < all.size(); at += 128) {
        const std::vector<Value> page(all.begin() + static_cast<std::ptrdiff_t>(at),
                                      all.begin() + static_cast<std::ptrdiff_t>(at + 128));
        const auto [found, fresh] = pages.try_emplace(page, pages.size());
        if (fresh) second.insert(second.end(), page.begin(), page.end());
        first.push_back(static_cast<std::uint32_t>(found->second));
    }
    print("std::uint16_t", (std::string(name) + "_page").c_str(), first);
    print(type, (std::string(name) + "_value").c_str(), second);
}

}  // namespace

int main() {
    const Folder folder;
    constexpr std::size_t limit = 0x110000;
    std::vector<std::uint32_t> places(limit), cases(limit), classes(limit);
    std::map<std::string, std::uint32_t> known = {{"", 1}};
    std::vector<std::uint32_t> offsets = {0, 0}, lengths = {0, 0};  // 0: itself, 1: dropped
    std::string pool;
    for (char32_t c = 0x80; c < limit; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        classes[c] = static_cast<std::uint32_t>(word_class(c));
        const auto type = u_charType(static_cast<UChar32>(c));
        if (type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR) continue;
        cases[c] = static_cast<std::uint32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)) - c;
        const std::string folded = folder.fold(c);
        if (folded == utf8_of(c)) continue;
        const auto [found, fresh] = known.try_emplace(folded, static_cast<std::uint32_t>(offsets.size()));
        if (fresh) {
            offsets.push_back(static_cast<std::uint32_t>(pool.size()));
            lengths.push_back(static_cast<std::uint32_t>(folded.size()));
            pool += folded;
        }
        places[c] = found->second;
    }
    for (char32_t c = 0; c < 0x80; ++c) classes[c] = std::isalnum(static_cast<int>(c)) ? 1 : 0;
    std::printf("// Generated by fold_table_generator; do not edit.\n");
    print_staged("std::uint16_t", "fold", places);
    print_staged("std::uint32_t", "simple_case", cases);
    print_staged("std::uint8_t", "word", classes);
    print("std::uint32_t", "fold_offset", offsets);
    print("std::uint8_t", "fold_length", lengths);
    const std::vector<unsigned char> bytes(pool.begin(), pool.end());
    print("unsigned char", "fold_pool", bytes);
}
