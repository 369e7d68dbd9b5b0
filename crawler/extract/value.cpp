#include "crawler/extract/value.h"

#include "crawler/extract/text.h"

namespace crawler {

Value Value::of(std::string text) {
    Value value;
    value.kind = Kind::string;
    value.text = std::move(text);
    return value;
}

Value Value::array() {
    Value value;
    value.kind = Kind::array;
    return value;
}

Value Value::object() {
    Value value;
    value.kind = Kind::object;
    return value;
}

std::string_view Value::scalar() const {
    return kind == Kind::string || kind == Kind::number ? std::string_view(text) : std::string_view();
}

const Value* Value::find(std::string_view key) const {
    if (kind != Kind::object) return nullptr;
    for (std::size_t i = keys.size(); i-- > 0;)
        if (keys[i] == key) return &items[i];
    return nullptr;
}

Value& Value::put(std::string key, Value value) {
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i] == key) return items[i] = std::move(value);
    keys.push_back(std::move(key));
    return items.emplace_back(std::move(value));
}

void Value::append(std::string_view key, Value value) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i] != key) continue;
        if (items[i].kind != Kind::array) {
            Value both = array();
            both.items.push_back(std::move(items[i]));
            items[i] = std::move(both);
        }
        items[i].items.push_back(std::move(value));
        return;
    }
    keys.emplace_back(key);
    items.push_back(std::move(value));
}

namespace {

class JsonReader {
  public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    // Containers being filled are kept on a stack of their own: no recursion on the input.
    std::optional<Value> read() {
        struct Frame {
            Value value;
            std::string key;
        };
        std::vector<Frame> open;
        Value done;
        for (;;) {
            skip_blanks();
            bool have = false;
            if (at_ >= text_.size()) {
                if (open.empty()) return std::nullopt;
                while (open.size() > 1) {  // cut short: close everything

                    Value inner = std::move(open.back().value);
                    open.pop_back();
                    put(open.back().value, open.back().key, std::move(inner));
                }
                return std::move(open.back().value);
            }
            const char c = text_[at_];
            if (c == '{' || c == '[') {
                ++at_;
                if (open.size() >= static_cast<std::size_t>(Value::kMaxDepth)) {
                    skip_container();
                    done = Value();
                    have = true;
                } else {
                    open.push_back({c == '{' ? Value::object() : Value::array(), {}});
                    if (c == '{' && read_key(open.back().key)) continue;
                }
            } else if (c != '}' && c != ']') {
                if (!read_scalar(done)) return std::nullopt;
                have = true;
            }
            // A value is done: hand it to its container, close what closes.
            for (;;) {
                if (have) {
                    if (open.empty()) return done;
                    put(open.back().value, open.back().key, std::move(done));
                    done = Value();
                    have = false;
                }
                if (open.empty()) return std::nullopt;
                skip_blanks();
                while (at_ < text_.size() && text_[at_] == ',') {
                    ++at_;
                    skip_blanks();
                }
                if (at_ < text_.size() && (text_[at_] == '}' || text_[at_] == ']')) {
                    ++at_;
                    done = std::move(open.back().value);
                    open.pop_back();
                    have = true;
                    continue;
                }
                break;
            }
            if (open.back().value.is_object() && at_ < text_.size() && !read_key(open.back().key)) {
                if (at_ < text_.size() && text_[at_] != '}' && text_[at_] != ']') return std::nullopt;
            }
        }
    }

  private:
    static void put(Value& container, std::string& key, Value value) {
        if (container.is_object()) container.keys.push_back(std::move(key));
        container.items.push_back(std::move(value));
        key.clear();
    }

    void skip_blanks() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (static_cast<unsigned char>(c) <= 0x20)
                ++at_;
            else if (c == '\xC2' && at_ + 1 < text_.size() && text_[at_ + 1] == '\xA0')
                at_ += 2;
            else if (text_.substr(at_, 2) == "//")
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (text_.substr(at_, 2) == "/*") {
                const auto close = text_.find("*/", at_ + 2);
                at_ = close == std::string_view::npos ? text_.size() : close + 2;
            } else if (text_.substr(at_, 4) == "<!--")
                at_ += 4;
            else if (text_.substr(at_, 3) == "-->")
                at_ += 3;
            else
                return;
        }
    }

    // Over the rest of a container nested too deeply.
    void skip_container() {
        std::size_t depth = 1;
        for (; at_ < text_.size() && depth > 0; ++at_) {
            const char c = text_[at_];
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
            else if (c == '"') {
                std::string ignored;
                read_string(ignored);
                --at_;
            }
        }
    }

    bool read_key(std::string& key) {
        skip_blanks();
        if (at_ >= text_.size()) return false;
        if (text_[at_] == '"' || text_[at_] == '\'') {
            read_string(key);
        } else {
            const std::size_t begin = at_;
            while (at_ < text_.size() && (is_ascii_letter(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '_' ||
                                          text_[at_] == '$' || text_[at_] == '@' || text_[at_] == '-'))
                ++at_;
            if (at_ == begin) return false;
            key = text_.substr(begin, at_ - begin);
        }
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != ':') return false;
        ++at_;
        return true;
    }

    bool read_scalar(Value& value) {
        if (text_[at_] == '"' || text_[at_] == '\'') {
            value = Value::of({});
            read_string(value.text);
            return true;
        }
        const std::size_t begin = at_;
        while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ',' && text_[at_] != '}' &&
               text_[at_] != ']' && text_[at_] != ':' && text_[at_] != '/')
            ++at_;
        const std::string_view word = text_.substr(begin, at_ - begin);
        if (word.empty()) return false;
        value = Value();
        if (word == "true" || word == "false") {
            value.kind = Value::Kind::boolean;
            value.text = word;
        } else if (is_digit(word[0]) || word[0] == '-' || word[0] == '.' || word[0] == '+') {
            value.kind = Value::Kind::number;
            value.text = word;
        } else if (word != "null" && word != "undefined" && word != "NaN") {
            return false;
        }
        return true;
    }

    unsigned read_hex4() {
        unsigned unit = 0;
        for (int i = 0; i < 4 && at_ < text_.size(); ++i, ++at_) {
            const char c = ascii_lower(text_[at_]);
            if (is_digit(c))
                unit = unit * 16 + static_cast<unsigned>(c - '0');
            else if (c >= 'a' && c <= 'f')
                unit = unit * 16 + static_cast<unsigned>(c - 'a') + 10;
            else
                break;
        }
        return unit;
    }

    // A quote ends the string only where what follows can follow a string: descriptions with bare inch marks
    // (`24" tusk`) are a common fault.
    bool ends_string(char quote) const {
        std::size_t next = at_ + 1;
        while (next < text_.size() && static_cast<unsigned char>(text_[next]) <= 0x20) ++next;
        if (next >= text_.size()) return true;
        const char c = text_[next];
        if (c == '}' || c == ']' || c == ':' || c == '/' || c == '<' || quote == '\'') return true;
        if (c != ',') return false;
        // A comma: the next thing must be able to start a key or value.
        ++next;
        while (next < text_.size() && static_cast<unsigned char>(text_[next]) <= 0x20) ++next;
        if (next >= text_.size()) return true;
        const char after = text_[next];
        return after == '"' || after == '{' || after == '[' || after == '}' || after == ']' || after == '\'' ||
               is_digit(after) || after == '-' || after == '/' || after == 't' || after == 'f' || after == 'n' ||
               after == ',';
    }

    void read_string(std::string& out) {
        const char quote = text_[at_++];
        out.clear();
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == quote) {
                if (ends_string(quote)) break;
                out += c;
                ++at_;
                continue;
            }
            if (c != '\\') {
                const std::size_t begin = at_;
                while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\\') ++at_;
                out += text_.substr(begin, at_ - begin);
                continue;
            }
            if (++at_ >= text_.size()) break;
            const char escaped = text_[at_++];
            switch (escaped) {
                case 'n':
                    out += '\n';
                    break;
                case 't':
                    out += '\t';
                    break;
                case 'r':
                    out += '\r';
                    break;
                case 'b':
                    out += '\b';
                    break;
                case 'f':
                    out += '\f';
                    break;
                case 'x': {
                    unsigned unit = 0;
                    for (int i = 0; i < 2 && at_ < text_.size() && !is_space(text_[at_]); ++i, ++at_) {
                        const char h = ascii_lower(text_[at_]);
                        unit =
                            unit * 16 +
                            (is_digit(h) ? static_cast<unsigned>(h - '0') : static_cast<unsigned>(h - 'a') + 10) % 16;
                    }
                    append_utf8(out, unit);
                    break;
                }
                case 'u': {
                    char32_t code = read_hex4();
                    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
                        const std::size_t back = at_;
                        at_ += 2;
                        const char32_t low = read_hex4();
                        if (low >= 0xDC00 && low < 0xE000)
                            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                        else
                            at_ = back;
                    }
                    append_utf8(out, code);
                    break;
                }
                default:
                    out += escaped;  // \" \\ \/ and what should not have been escaped
            }
        }
        if (at_ < text_.size()) ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<Value> read_json(std::string_view text) { return JsonReader(text).read(); }

}  // namespace crawler
