// A JSON-like value: what JSON-LD, microdata, RDFa and state objects are all read into.
//
// read_json() takes JSON as it is found in pages: comments, trailing commas, raw control characters and line breaks in
// strings, single quotes round keys, HTML-escaped text, junk before and after. Total and linear; deeper than
// kMaxDepth reads as null, so that a Value's own depth is bounded and walking it by recursion is safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

struct Value {
    static constexpr int kMaxDepth = 64;

    enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    std::string text;               // string: its content; number and boolean: the literal
    std::vector<std::string> keys;  // object: same order and length as items; the last of two equal keys wins
    std::vector<Value> items;       // array, object

    static Value of(std::string text);
    static Value array();
    static Value object();

    bool is_object() const { return kind == Kind::object; }
    bool is_array() const { return kind == Kind::array; }
    bool is_string() const { return kind == Kind::string; }
    // What a person would read in it: the text of a string or number, "" otherwise.
    std::string_view scalar() const;

    const Value* find(std::string_view key) const;  // null when absent or no object
    Value& put(std::string key, Value value);       // replaces
    // Adds to a property: absent -> the value, present -> an array of both.
    void append(std::string_view key, Value value);
};

std::optional<Value> read_json(std::string_view text);
std::string write_json(const Value& value);
void append_json_string(std::string& out, std::string_view text);

}  // namespace crawler
