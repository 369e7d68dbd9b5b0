#include "crawler/extract/text.h"
#include "crawler/extract/value.h"

namespace crawler {
namespace {

void append_json(std::string& out, const Value& value) {  // depth bounded by Value::kMaxDepth
    switch (value.kind) {
        case Value::Kind::null:
            out += "null";
            break;
        case Value::Kind::boolean:
            out += value.text;
            break;
        case Value::Kind::number: {
            // Literals JSON does not allow ("01", "1.", ".5") go out as strings.
            std::size_t i = value.text[0] == '-' ? 1 : 0;
            bool good = i < value.text.size() && is_digit(value.text[i]) &&
                        !(value.text[i] == '0' && i + 1 < value.text.size() && is_digit(value.text[i + 1]));
            int dots = 0, exponents = 0;
            for (; i < value.text.size() && good; ++i) {
                const char c = value.text[i];
                if (c == '.')
                    good = ++dots == 1 && !exponents && i + 1 < value.text.size() && is_digit(value.text[i + 1]);
                else if (c == 'e' || c == 'E')
                    good = ++exponents == 1 && i + 1 < value.text.size() && is_digit(value.text[i + 1]);
                else
                    good = is_digit(c);
            }
            if (good)
                out += value.text;
            else
                append_json_string(out, value.text);
            break;
        }
        case Value::Kind::string:
            append_json_string(out, value.text);
            break;
        case Value::Kind::array:
            out += '[';
            for (std::size_t i = 0; i < value.items.size(); ++i) {
                if (i) out += ',';
                append_json(out, value.items[i]);
            }
            out += ']';
            break;
        case Value::Kind::object:
            out += '{';
            for (std::size_t i = 0; i < value.items.size(); ++i) {
                if (i) out += ',';
                append_json_string(out, value.keys[i]);
                out += ':';
                append_json(out, value.items[i]);
            }
            out += '}';
            break;
    }
}

}  // namespace

std::string write_json(const Value& value) {
    std::string out;
    append_json(out, value);
    return out;
}

void append_json_string(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x80) {  // invalid bytes go out as U+FFFD: JSON is UTF-8
            append_utf8(out, next_character(text, at));
            continue;
        }
        ++at;
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += static_cast<char>(byte);
        } else if (byte == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += static_cast<char>(byte);
        }
    }
    out += '"';
}

}  // namespace crawler
