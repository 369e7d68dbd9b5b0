// The one exception of this library: the casebook (or its archive) cannot be used, or an operation could not be made
// durable. what() names the file, what is wrong and what to do about it; `kind` lets a caller tell the cases apart.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace casebook {

enum class StoreFault : std::uint8_t {
    missing,       // no such file, or its folder cannot be reached
    not_casebook,  // a file, but not one of ours
    older_schema,  // made by an earlier release: a Writer brings it up to date
    newer_schema,  // written by a later release: never opened, so that nothing in it is misread
    locked,        // another process is writing
    read_only,     // no right to write
    full,          // the disk is full, or a quota is reached
    corrupt,       // SQLite found a damaged page
    misuse,        // a broken rule of the schema: a bug of ours, never the user's
    io             // any other failure to read or write
};

class StoreError : public std::runtime_error {
  public:
    StoreError(StoreFault kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
    StoreFault kind() const { return kind_; }

  private:
    StoreFault kind_;
};

}  // namespace casebook
