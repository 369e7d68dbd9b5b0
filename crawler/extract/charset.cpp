#include "crawler/extract/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "crawler/extract/text.h"
#include "crawler/extract/tokens.h"

namespace crawler {
namespace {

// A sane bound for the converters' 32-bit lengths; the fetcher's own limit is far below.
constexpr std::size_t kMostBytes = std::size_t{256} << 20;
constexpr std::size_t kPrescanBytes = 1024;
constexpr std::size_t kLateMetaBytes = 64 * 1024;
constexpr std::size_t kDetectionBytes = 64 * 1024;

// How much of `bytes` is UTF-8 beyond ASCII, and how much is broken.
struct Utf8Census {
    std::size_t multibyte = 0;
    std::size_t invalid = 0;
    bool cut = false;  // the last character is incomplete
};

Utf8Census count_utf8(std::string_view bytes) {
    Utf8Census census;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at < end) {
        // ASCII eight bytes at a time: most of every page.
        std::uint64_t eight;
        while (end - at >= 8 && (std::memcpy(&eight, at, 8), (eight & 0x8080808080808080ull) == 0)) at += 8;
        if (at >= end) break;
        if (static_cast<unsigned char>(*at) < 0x80) {
            ++at;
            continue;
        }
        std::size_t length = 0;
        const auto rest = std::string_view(at, static_cast<std::size_t>(end - at));
        const char32_t c = next_character(rest, length);
        // A sequence the input ends in was cut by a size limit: no evidence.
        if (c == 0xFFFD && length == 1 && rest.size() > 3)
            ++census.invalid;
        else if (c == 0xFFFD && length == 1)
            census.cut = true;
        else
            ++census.multibyte;
        at += length;
    }
    return census;
}

// Names ICU knows the standard's encodings by, where they differ.
const char* icu_name(std::string_view whatwg) {
    static constexpr std::pair<std::string_view, const char*> kNames[] = {
        {"GBK", "gb18030"},
        {"Big5", "Big5-HKSCS"},
        {"EUC-KR", "windows-949"},
        {"Shift_JIS", "windows-31j"},
        {"EUC-JP", "EUC-JP"},
        {"ISO-8859-8-I", "ISO-8859-8"},
        {"x-mac-cyrillic", "x-mac-cyrillic"},
        {"windows-874", "windows-874"},
        {"ISO-8859-16", "ISO-8859-2"},
        {"replacement", "ISO-2022-KR"},
        {"x-user-defined", "windows-1252"},
    };
    for (const auto& [name, icu] : kNames)
        if (name == whatwg) return icu;
    return whatwg.data();  // the names in the table are whole string literals: terminated
}

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

bool decode_with_icu(std::string_view bytes, std::string_view charset, std::string& out) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(icu_name(charset), &status));
    if (U_FAILURE(status)) return false;
    // A byte of a legacy page becomes at most three of UTF-8; ICU says so when a page manages more.
    out.resize(bytes.size() * 3 + 16);
    for (int attempt = 0; attempt < 2; ++attempt) {
        status = U_ZERO_ERROR;
        ucnv_reset(converter.get());
        const int32_t length =
            ucnv_toAlgorithmic(UCNV_UTF8, converter.get(), out.data(), static_cast<int32_t>(out.size()), bytes.data(),
                               static_cast<int32_t>(bytes.size()), &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            out.resize(static_cast<std::size_t>(length) + 16);
            continue;
        }
        if (U_FAILURE(status)) return false;
        out.resize(static_cast<std::size_t>(length));
        return true;
    }
    return false;
}

struct CloseDetector {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// ICU's guess from the text outside tags; empty when it has none worth having.
std::string_view detect(std::string_view bytes) {
    std::string text;
    Token token;
    for (Tokens tokens(bytes.substr(0, 4 * kDetectionBytes)); tokens.next(token) && text.size() < kDetectionBytes;) {
        if (token.kind == TokenKind::text || (token.kind == TokenKind::raw_text && token.tag == Tag::title)) {
            text += token.text;
            text += ' ';
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&status));
    if (U_FAILURE(status)) return {};
    ucsdet_setText(detector.get(), text.data(), static_cast<int32_t>(text.size()), &status);
    const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || !match || ucsdet_getConfidence(match, &status) < 10) return {};
    const char* name = ucsdet_getName(match, &status);
    if (U_FAILURE(status) || !name) return {};
    const std::string_view found = charset_for_label(name);
    return found.substr(0, 6) == "UTF-16" || found == "UTF-8" || found == "replacement" ? std::string_view() : found;
}

}  // namespace

std::string utf8_from(std::string_view bytes, std::string_view charset) {
    std::string out;
    return decode_with_icu(bytes.substr(0, kMostBytes), charset, out) ? out : std::string(bytes);
}

std::string_view charset_parameter(std::string_view content_type) {
    // The standard's "extracting a character encoding from a meta element".
    std::size_t at = 0;
    for (;;) {
        const auto hit = find_ignoring_case(content_type.substr(at), "charset");
        if (hit == std::string_view::npos) return {};
        at += hit + 7;
        std::size_t after = at;
        while (after < content_type.size() && is_space(content_type[after])) ++after;
        if (after < content_type.size() && content_type[after] == '=') {
            at = after + 1;
            break;
        }
    }
    while (at < content_type.size() && is_space(content_type[at])) ++at;
    std::string_view rest = content_type.substr(at);
    if (rest.empty()) return {};
    if (rest[0] == '"' || rest[0] == '\'') {
        const auto close = rest.find(rest[0], 1);
        return close == std::string_view::npos ? std::string_view() : rest.substr(1, close - 1);
    }
    std::size_t length = 0;
    while (length < rest.size() && !is_space(rest[length]) && rest[length] != ';') ++length;
    return rest.substr(0, length);
}

// The encoding one meta element declares; empty when it declares none.
static std::string_view charset_of_meta(const Token& token) {
    bool got_pragma = false, seen_http_equiv = false, seen_content = false, seen_charset = false;
    enum class Need { unknown, pragma, none } need = Need::unknown;
    std::string_view charset;
    for (Attributes attributes(token.text); attributes.next();) {
        if (equals_ignoring_case(attributes.name(), "http-equiv") && !seen_http_equiv) {
            seen_http_equiv = true;
            if (equals_ignoring_case(attributes.value(), "content-type")) got_pragma = true;
        } else if (equals_ignoring_case(attributes.name(), "content") && !seen_content) {
            seen_content = true;
            const std::string_view found = charset_for_label(charset_parameter(attributes.value()));
            if (!found.empty() && charset.empty()) {
                charset = found;
                need = Need::pragma;
            }
        } else if (equals_ignoring_case(attributes.name(), "charset") && !seen_charset) {
            seen_charset = true;
            charset = charset_for_label(attributes.value());
            need = Need::none;
        }
    }
    if (need == Need::unknown || (need == Need::pragma && !got_pragma) || charset.empty()) return {};
    if (charset.substr(0, 6) == "UTF-16") return "UTF-8";
    return charset == "x-user-defined" ? "windows-1252" : charset;
}

std::string_view prescan_meta(std::string_view bytes) {
    Token token;
    const std::string_view head = bytes.substr(0, kPrescanBytes);
    // The prescan knows no raw text: a meta inside an unclosed script or title counts, so tags are read one by one.
    for (std::size_t at = 0; (at = head.find('<', at)) != std::string_view::npos;) {
        Tokens tokens(head.substr(at));
        if (!tokens.next(token)) break;
        if (token.kind == TokenKind::text) {
            ++at;
            continue;
        }
        if (token.kind == TokenKind::comment && !token.text.data()) break;  // the window ends inside it
        at = static_cast<std::size_t>(token.text.data() + token.text.size() - head.data()) +
             (token.kind == TokenKind::comment ? 0 : 1);
        if (token.kind != TokenKind::start_tag || token.tag != Tag::meta) continue;
        if (const auto charset = charset_of_meta(token); !charset.empty()) return charset;
    }
    // Further down the parser would meet it and start again (13.2.3.5, "changing the encoding while parsing").
    for (Tokens tokens(bytes.substr(0, kLateMetaBytes)); tokens.next(token);) {
        if (token.kind != TokenKind::start_tag || token.tag != Tag::meta) continue;
        if (const auto charset = charset_of_meta(token); !charset.empty()) return charset;
    }
    return {};
}

Charset declared_charset(std::string_view bytes, std::string_view content_type) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") return {"UTF-8", CharsetSource::bom};
    if (bytes.substr(0, 2) == "\xFE\xFF") return {"UTF-16BE", CharsetSource::bom};
    if (bytes.substr(0, 2) == "\xFF\xFE") return {"UTF-16LE", CharsetSource::bom};
    if (const auto header = charset_for_label(charset_parameter(content_type)); !header.empty())
        return {header, CharsetSource::header};
    if (const auto meta = prescan_meta(bytes); !meta.empty()) return {meta, CharsetSource::meta};
    return {"windows-1252", CharsetSource::fallback};
}

void decode_page(std::string_view bytes, std::string_view content_type, DecodedText& out) {
    bytes = bytes.substr(0, kMostBytes);
    out.charset = declared_charset(bytes, content_type);
    if (out.charset.source == CharsetSource::bom) bytes.remove_prefix(out.charset.name == "UTF-8" ? 3 : 2);

    const bool wide = out.charset.name.substr(0, 6) == "UTF-16" && out.charset.source == CharsetSource::bom;
    if (!wide && out.charset.name != "ISO-2022-JP") {  // ASCII bytes alone, whatever they mean
        const Utf8Census census = count_utf8(bytes);
        const bool is_utf8 = census.invalid == 0 || census.invalid * 20 < census.multibyte;
        if (out.charset.name == "UTF-8") {
            // A few broken bytes are the page's own trouble (text cut in the middle of a character).
            if (!is_utf8 && census.invalid > census.multibyte) {
                if (const auto found = detect(bytes); !found.empty()) {
                    out.charset = {found, CharsetSource::detected};
                    out.contradicted = true;
                }
            }
        } else if (out.charset.source == CharsetSource::fallback) {
            if (is_utf8 && census.multibyte > 0)
                out.charset = {"UTF-8", CharsetSource::detected};
            else if (census.invalid > 0)
                if (const auto found = detect(bytes); !found.empty()) out.charset = {found, CharsetSource::detected};
        } else if (census.invalid == 0 && census.multibyte >= 5) {
            out.charset = {"UTF-8", CharsetSource::detected};
            out.contradicted = true;
        }
        if (census.invalid == 0 && census.multibyte == 0 && !census.cut && out.charset.name != "replacement") {
            out.text = bytes;  // pure ASCII reads alike in every encoding left
            return;
        }
    }
    if (out.charset.name == "UTF-8" || !decode_with_icu(bytes, out.charset.name, out.storage)) {
        out.text = bytes;
        return;
    }
    out.text = out.storage;
}

bool looks_binary(std::string_view body) {
    const std::string_view head = body.substr(0, 512);
    if (head.substr(0, 4) == "%PDF" || head.substr(0, 4) == "\x89PNG" || head.substr(0, 3) == "\xFF\xD8\xFF" ||
        head.substr(0, 4) == "GIF8" || head.substr(0, 2) == "PK")
        return true;
    const bool wide = head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF";
    return !wide && std::count(head.begin(), head.end(), '\0') > 8;
}

}  // namespace crawler
