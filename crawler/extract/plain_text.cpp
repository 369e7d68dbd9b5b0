#include "crawler/extract/plain_text.h"

#include "crawler/extract/entities.h"
#include "crawler/extract/text.h"
#include "crawler/extract/tokens.h"

namespace crawler {
namespace {

std::string without_tags(std::string_view text) {
    std::string out;
    Token token;
    for (Tokens tokens(text); tokens.next(token);) {
        if (token.kind == TokenKind::text)
            append_decoded(out, token.text, false);
        else if (token.kind != TokenKind::raw_text && breaks_line(token.tag))
            out += '\n';
    }
    return out;
}

}  // namespace

std::string plain_text(std::string_view text) {
    if (text.find_first_of("<&") == std::string_view::npos) return collapsed_lines(text);
    std::string out = without_tags(text);
    if (out.find_first_of("<&") != std::string::npos) out = without_tags(out);  // escaped twice
    return collapsed_lines(out);
}

}  // namespace crawler
