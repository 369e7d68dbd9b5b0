// Which encoding a page is in, and its text as UTF-8.
//
// Precedence as browsers have it (WHATWG HTML 13.2.3, Encoding Standard): byte order mark, HTTP header, <meta> within
// the first 1,024 bytes, then detection. One deviation, on purpose: bytes that are valid UTF-8 with several multi-byte
// characters are UTF-8 whatever was declared (legacy text practically never validates), and a page declared UTF-8
// that is plainly not goes to detection. A watcher must read what people see once the site mends its header.
// Decoding is ICU's. Pure functions, total on any bytes, linear time; threads may call them at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crawler {

enum class CharsetSource : std::uint8_t { bom, header, meta, detected, fallback };

struct Charset {
    std::string_view name;  // WHATWG name, e.g. "windows-1252"; static storage
    CharsetSource source = CharsetSource::fallback;
};

// WHATWG name for a label ("latin1" -> "windows-1252"); empty for an unknown one.
std::string_view charset_for_label(std::string_view label);

// `bytes` in the encoding of that WHATWG name as UTF-8; the bytes as they are where ICU has no such encoding.
std::string utf8_from(std::string_view bytes, std::string_view charset);

// The charset parameter of a Content-Type value, or of the text of <meta content>; empty when there is none.
std::string_view charset_parameter(std::string_view content_type);

// The declaration found by the standard's prescan of the first bytes; empty when there is none.
std::string_view prescan_meta(std::string_view bytes);

// What browsers would use; "windows-1252" as fallback when nothing is declared.
Charset declared_charset(std::string_view bytes, std::string_view content_type);

struct DecodedText {
    std::string_view text;  // UTF-8: the input itself where nothing had to change, else `storage`
    std::string storage;
    Charset charset;
    bool contradicted = false;  // the bytes were not in the declared encoding
    DecodedText() = default;
    DecodedText(const DecodedText&) = delete;
    DecodedText& operator=(const DecodedText&) = delete;
};

// Fills `out`. The text is valid UTF-8 but for what UTF-8 pages themselves got wrong (kept as it is: evidence).
void decode_page(std::string_view bytes, std::string_view content_type, DecodedText& out);

// Is the body a picture, a document or an archive rather than text of any encoding?
bool looks_binary(std::string_view body);

}  // namespace crawler
