#include "tools/demo_market/charset.h"

#include <iconv.h>

#include <cerrno>
#include <memory>
#include <stdexcept>

namespace tools::demo_market {

std::string encoded(std::string_view utf8, const std::string& charset) {
    if (charset == "utf-8") return std::string(utf8);
    const std::unique_ptr<void, int (*)(iconv_t)> converter(iconv_open(charset.c_str(), "UTF-8"), iconv_close);
    if (converter.get() == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("iconv does not know " + charset);
    std::string out;
    std::string input(utf8);
    char* in = input.data();
    std::size_t left = input.size();
    char buffer[4096];
    while (left > 0) {
        char* to = buffer;
        std::size_t room = sizeof buffer;
        const std::size_t result = iconv(converter.get(), &in, &left, &to, &room);
        out.append(buffer, sizeof buffer - room);
        if (result != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
        out += '?';
        do {  // the whole character
            ++in;
            --left;
        } while (left > 0 && (static_cast<unsigned char>(*in) & 0xC0) == 0x80);
    }
    return out;
}

}  // namespace tools::demo_market
