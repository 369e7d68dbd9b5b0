// Structured items as a graph: properties by local name, references by @id, and the text a value comes down to.
//
// The items must outlive the graph. Reading is const and bounded.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "crawler/extract/structured.h"

namespace crawler {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names);

// Properties are looked up by local name, so that microdata's, RDFa's and JSON-LD's spellings agree.
const Value* property(const Value& item, std::string_view name);

bool has_type(const Value& item, std::initializer_list<std::string_view> types);

class ItemGraph {
  public:
    void add(const Value& value);  // remembers the items below that have an @id

    // {"@id": "#x"} -> the item of that id.
    const Value& resolved(const Value& value) const;
    // Text of a value: itself, its @value or `inner` property, the first of several.
    std::string text_of(const Value* value, std::string_view inner = "name") const;

  private:
    std::unordered_map<std::string, const Value*> by_id_;
};

}  // namespace crawler
