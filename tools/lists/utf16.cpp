#include "tools/lists/utf16.h"

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <string>
#include <system_error>

#include "detector/fold.h"

namespace tools::lists {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_high(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Code units in, UTF-8 out; a high surrogate waits for its low one.
class Decoder {
  public:
    void take(char32_t unit, std::string& out) {
        if (high_ && is_low(unit)) {
            detector::append_utf8(out, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
            high_ = 0;
            return;
        }
        finish(out);
        if (is_high(unit))
            high_ = unit;
        else
            detector::append_utf8(out, is_low(unit) ? replacement : unit);
    }
    void finish(std::string& out) {
        if (high_) detector::append_utf8(out, replacement);
        high_ = 0;
    }

  private:
    char32_t high_ = 0;
};

[[noreturn]] void fail(const std::filesystem::path& path) {
    throw std::system_error(errno ? errno : EIO, std::generic_category(), path.string());
}

}  // namespace

bool is_utf16(std::string_view head) { return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"); }

void utf16_to_utf8(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::ifstream in(from, std::ios::binary);
    if (!in) fail(from);
    std::ofstream out(to, std::ios::binary);
    char mark[2] = {};
    in.read(mark, 2);
    const bool little = mark[0] == '\xFF';
    Decoder decoder;
    std::string block(std::size_t{1} << 16, '\0'), text;
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
        const auto got = static_cast<std::size_t>(in.gcount());
        text.clear();
        for (std::size_t at = 0; at + 1 < got; at += 2) {
            const auto first = static_cast<unsigned char>(block[at]),
                       second = static_cast<unsigned char>(block[at + 1]);
            decoder.take(little ? first | second << 8 : first << 8 | second, text);
        }
        if (got % 2 == 1) detector::append_utf8(text, replacement);  // only at the end of the file
        out << text;
    }
    text.clear();
    decoder.finish(text);
    out << text;
    if (in.bad()) fail(from);
    if (!out.flush()) fail(to);
}

}  // namespace tools::lists
