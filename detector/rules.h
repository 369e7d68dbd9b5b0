// Context rules and weights, read from config/rules*.tsv and --lists folders: data, so that an analyst can add one
// without a compiler. rules.cpp is the only file that includes <re2/re2.h>.
//
// Immutable after load_rules(), shared by threads. A bad row throws DataError with file:line and remedy.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

namespace detector {

class Rules {
  public:
    struct Storage;
    explicit Rules(std::unique_ptr<Storage> storage);
    ~Rules();
    Rules(Rules&&) noexcept;
    Rules& operator=(Rules&&) noexcept;
    const Storage& storage() const { return *storage_; }

  private:
    std::unique_ptr<Storage> storage_;
};

Rules load_rules(std::span<const std::filesystem::path> files);

}  // namespace detector
