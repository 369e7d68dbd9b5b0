#include "crawler/idna.h"

#include <unicode/uidna.h>

#include <algorithm>

namespace crawler {
namespace {

// What the standard lets pass (beStrict is false): the DNS will say no where it matters.
constexpr std::uint32_t kTolerated = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                     UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                     UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
constexpr std::size_t kMaxDomain = 4096;  // ICU's Punycode is quadratic in the label

const UIDNA* uts46() {  // immutable once made; ICU shares it between threads
    static const UIDNA* const instance = [] {
        UErrorCode error = U_ZERO_ERROR;
        return uidna_openUTS46(
            UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
            &error);
    }();
    return instance;
}

using Convert = int32_t (*)(const UIDNA*, const char*, int32_t, char*, int32_t, UIDNAInfo*, UErrorCode*);

std::optional<std::string> convert(Convert function, std::string_view domain) {
    if (!uts46() || domain.size() > kMaxDomain) return std::nullopt;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;
    std::string out(domain.size() * 4 + 64, '\0');
    int32_t length = function(uts46(), domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                              static_cast<int32_t>(out.size()), &info, &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) {
        error = U_ZERO_ERROR;
        info = UIDNA_INFO_INITIALIZER;
        out.resize(static_cast<std::size_t>(length) + 1);
        length = function(uts46(), domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                          static_cast<int32_t>(out.size()), &info, &error);
    }
    if (U_FAILURE(error) || (info.errors & ~kTolerated)) return std::nullopt;
    out.resize(static_cast<std::size_t>(length));
    return out;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
    if (std::all_of(domain.begin(), domain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        std::string out(domain);
        for (char& c : out)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        return out;
    }
    return convert(uidna_nameToASCII_UTF8, domain);
}

std::string domain_to_unicode(std::string_view domain) {
    if (domain.find("xn--") == std::string_view::npos) return std::string(domain);
    return convert(uidna_nameToUnicodeUTF8, domain).value_or(std::string(domain));
}

}  // namespace crawler
