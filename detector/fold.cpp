#include "detector/fold.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "detector/byte_map.h"
#include "detector/digest.h"

namespace detector {

namespace {

#include "detector/fold_table.inc"

constexpr char32_t replacement = 0xFFFD;

template <typename Page, typename Value>
auto staged(const Page& pages, const Value& values, char32_t c) {
    return values[static_cast<std::size_t>(pages[c >> 7]) << 7 | (c & 127)];
}

// One code point of bytes that may be anything; an invalid byte counts as U+FFFD of length one.
char32_t decode(const unsigned char* at, std::size_t left, std::size_t& length) {
    const unsigned char lead = at[0];
    length = 1;
    if (lead < 0x80) return lead;
    const auto tail = [&](std::size_t k) { return k < left && (at[k] & 0xC0) == 0x80; };
    if (lead >= 0xC2 && lead <= 0xDF && tail(1)) {
        length = 2;
        return static_cast<char32_t>((lead & 0x1F) << 6 | (at[1] & 0x3F));
    }
    if ((lead & 0xF0) == 0xE0 && tail(1) && tail(2)) {
        const auto c = static_cast<char32_t>((lead & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F));
        if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF)) return replacement;
        length = 3;
        return c;
    }
    if (lead >= 0xF0 && lead <= 0xF4 && tail(1) && tail(2) && tail(3)) {
        const auto c =
            static_cast<char32_t>((lead & 0x07) << 18 | (at[1] & 0x3F) << 12 | (at[2] & 0x3F) << 6 | (at[3] & 0x3F));
        if (c < 0x10000 || c > 0x10FFFF) return replacement;
        length = 4;
        return c;
    }
    return replacement;
}

// Joins the parts of a decomposed Hangul syllable (Unicode 3.12) or voiced kana; 0 where they do not join.
char32_t compose(char32_t first, char32_t second) {
    if (first >= 0x1100 && first <= 0x1112 && second >= 0x1161 && second <= 0x1175)
        return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28;
    if (first >= 0xAC00 && first <= 0xD7A3 && (first - 0xAC00) % 28 == 0 && second >= 0x11A8 && second <= 0x11C2)
        return first + (second - 0x11A7);
    const bool kana = first >= 0x3041 && first <= 0x30FA;
    if (kana && second == 0x3099) return first == 0x3046 ? 0x3094 : first == 0x30A6 ? 0x30F4 : first + 1;
    if (kana && second == 0x309A) return first + 2;
    return 0;
}

// The nasal of the class of a Devanagari stop; 0 for any other character.
char32_t nasal_of(char32_t c) {
    if (c < 0x915 || c > 0x92D || c == 0x929) return 0;
    constexpr char32_t nasals[] = {0x919, 0x91E, 0x923, 0x928, 0x92E};
    for (const char32_t nasal : nasals)
        if (c <= nasal) return c == nasal ? 0 : nasal;
    return 0;
}

std::size_t encode(char32_t c, char* out) {
    if (c < 0x80) {
        out[0] = static_cast<char>(c);
        return 1;
    }
    if (c < 0x800) {
        out[0] = static_cast<char>(0xC0 | c >> 6);
        out[1] = static_cast<char>(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = static_cast<char>(0xE0 | c >> 12);
        out[1] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out[2] = static_cast<char>(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = static_cast<char>(0xF0 | c >> 18);
    out[1] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out[2] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out[3] = static_cast<char>(0x80 | (c & 0x3F));
    return 4;
}

// Grows the buffers of a FoldedPassage ahead of the writing and trims them at the end.
class Writer {
  public:
    Writer(FoldedPassage& out, std::size_t expected) : out_(out) { grow(expected + block); }

    void reserve(std::size_t bytes) {
        if (size_ + bytes + 1 > out_.text.size()) grow((size_ + bytes) * 3 / 2 + block);
    }
    char* text() { return out_.text.data() + size_; }
    std::uint32_t* origin() { return out_.origin.data() + size_; }
    void advance(std::size_t bytes) { size_ += bytes; }
    bool after_space() const { return size_ == 0 || out_.text[size_ - 1] == ' '; }

    void put(std::string_view bytes, std::uint32_t from) {
        reserve(bytes.size());
        for (char c : bytes) {
            if (c == ' ' && after_space()) continue;
            out_.text[size_] = c;
            out_.origin[size_++] = from;
        }
    }

    // Joins `c` to the code point written last, where Unicode does.
    bool join(char32_t c) {
        if (size_ < 3) return false;
        std::size_t at = size_;
        const char32_t joined = compose(previous_code_point({out_.text.data(), size_}, at), c);
        if (!joined) return false;
        encode(joined, out_.text.data() + at);  // three bytes for three
        return true;
    }

    // Before the stop `c` a nasal of its own class without a vowel (चन्दन) is what others write as a dot (चंदन).
    void dot_nasal_before(char32_t c) {
        if (size_ < 6) return;
        std::size_t at = size_;
        const std::string_view written(out_.text.data(), size_);
        if (previous_code_point(written, at) != 0x94D || previous_code_point(written, at) != nasal_of(c)) return;
        encode(0x902, out_.text.data() + at);  // three bytes where six were
        size_ = at + 3;
    }

    void finish(std::uint32_t end) {
        if (size_ && out_.text[size_ - 1] == ' ') end = out_.origin[--size_];
        out_.text.resize(size_);
        out_.origin.resize(size_ + 1);
        out_.origin[size_] = end;
    }

    static constexpr std::size_t block = 64;

  private:
    void grow(std::size_t size) {
        out_.text.resize(size);
        out_.origin.resize(size + 1);
    }

    FoldedPassage& out_;
    std::size_t size_ = 0;
};

// How many plain characters `block` begins with, written to `out`: ASCII, no control character, no backtick, no second
// space in a row. At most `most` of its bytes belong to the text.
std::size_t fold_plain(const Block& block, std::size_t most, std::uint32_t from, Writer& out) {
    const std::uint32_t spaces = block.equal(' ');
    const std::uint32_t second = spaces & (spaces << 1 | static_cast<std::uint32_t>(out.after_space()));
    const std::uint32_t odd = ~block.between(' ', '~') | block.equal('`') | second | std::uint32_t{1} << most;
    const auto count = static_cast<std::size_t>(std::countr_zero(odd));
    if (count == 0) return 0;
    out.reserve(Block::size);
    block.lower(out.text());
    std::uint32_t* origin = out.origin();
    for (std::uint32_t k = 0; k < Block::size; ++k) origin[k] = from + k;
    out.advance(count);
    return count;
}

void fold_one(char32_t c, std::string_view bytes, std::uint32_t from, Writer& out) {
    if (c < 0x80) {
        char plain = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (c < 0x20 || c == 0x7f) plain = ' ';
        if (c == '`') plain = '\'';
        out.put({&plain, 1}, from);
        return;
    }
    const std::uint16_t place = staged(fold_page, fold_value, c);
    if (place == 0) {
        if (((c >= 0x1161 && c <= 0x11C2) || c == 0x3099 || c == 0x309A) && out.join(c)) return;
        if (nasal_of(c)) out.dot_nasal_before(c);
        if (c == replacement) bytes = "\xEF\xBF\xBD";
        out.put(bytes, from);
        return;
    }
    const std::string_view text(reinterpret_cast<const char*>(fold_pool) + fold_offset[place], fold_length[place]);
    if (text == "\u3099" || text == "\u309A") {  // half-width voice marks
        std::size_t at = 0;
        if (out.join(next_code_point(text, at))) return;
    }
    out.put(text, from);
}

}  // namespace

Span FoldedPassage::original(Span span) const {
    const std::uint32_t begin = origin[span.begin];
    std::uint32_t last = span.end;
    // An end inside what one code point folded to ("æ" -> "ae") takes that code point whole.
    while (last > span.begin && last < text.size() && origin[last] == origin[last - 1]) ++last;
    return {begin, origin[last]};
}

void fold(std::string_view text, FoldedPassage& out) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    Writer writer(out, text.size());
    std::size_t i = 0;
    while (i < text.size()) {
        const std::size_t left = text.size() - i;
        char rest[Block::size] = {};
        if (left < Block::size) std::memcpy(rest, text.data() + i, left);
        const Block block(left < Block::size ? rest : text.data() + i);
        i += fold_plain(block, std::min(left, Block::size), static_cast<std::uint32_t>(i), writer);
        // What is not plain by single steps, as far as it goes.
        do {
            if (i == text.size()) break;
            std::size_t length = 1;
            const char32_t c = decode(bytes + i, text.size() - i, length);
            if (c >= 0x20 && c < 0x7f && c != '`' && !(c == ' ' && writer.after_space())) break;
            fold_one(c, text.substr(i, length), static_cast<std::uint32_t>(i), writer);
            i += length;
        } while (true);
    }
    writer.finish(static_cast<std::uint32_t>(text.size()));
}

std::string folded(std::string_view text) {
    FoldedPassage out;
    fold(text, out);
    return std::move(out.text);
}

std::string case_folded(std::string_view text) {
    std::string out;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    for (std::size_t i = 0, length = 1; i < text.size(); i += length) {
        const char32_t c = decode(bytes + i, text.size() - i, length);
        if (c < 0x80)
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        else
            append_utf8(out, static_cast<char32_t>(c + staged(simple_case_page, simple_case_value, c)));
    }
    return out;
}

std::string fold_table_digest() {
    Sha256 hash;
    const auto add = [&](const auto& table) { hash.update({reinterpret_cast<const char*>(table), sizeof table}); };
    add(fold_page);
    add(fold_value);
    add(fold_offset);
    add(fold_length);
    add(fold_pool);
    add(word_page);
    add(word_value);
    hash.update("nasals as dots");  // what fold_one does beyond the tables
    return to_hex(hash.finish());
}

WordClass word_class(char32_t c) { return static_cast<WordClass>(staged(word_page, word_value, c)); }

char32_t next_code_point(std::string_view text, std::size_t& at) {
    std::size_t length = 1;
    const char32_t c = decode(reinterpret_cast<const unsigned char*>(text.data()) + at, text.size() - at, length);
    at += length;
    return c;
}

char32_t previous_code_point(std::string_view text, std::size_t& at) {
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    std::size_t copy = at;
    return next_code_point(text, copy);
}

void append_utf8(std::string& out, char32_t c) {
    char bytes[4];
    out.append(bytes, encode(c, bytes));
}

}  // namespace detector
