// JSON of servers nobody vouches for, asked politely: every question has an answer of the type asked for, whatever is
// there. A Json is a view that keeps its document alive: cheap to copy, immutable, any thread. Nothing throws.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detector/listing.h"

namespace crawler {

class Json {
  public:
    static Json parse(std::string_view body);

    bool valid() const;  // false where the body was no JSON
    bool is_list() const;
    bool has(const char* key) const;  // present and not null
    // Text of a member (of the value itself without a key): numbers and booleans as written, empty for anything else.
    std::string text(const char* key) const;
    std::string text() const;
    std::int64_t integer(const char* key, std::int64_t otherwise) const;
    Json at(const char* key) const;                 // an empty one where absent
    std::vector<Json> list(const char* key) const;  // empty where absent or no list
    std::vector<Json> items() const;                // of a list

  private:
    struct Document;
    std::shared_ptr<const Document> document_;
    const void* node_ = nullptr;
};

// A passage, unless the text is empty.
void add_passage(detector::Listing& listing, detector::Field field, std::string text, std::string label = {});

// "1105" with two minor digits -> "11.05"; empty for what is no whole number.
std::string from_minor_units(const std::string& amount, std::int64_t digits);

}  // namespace crawler
