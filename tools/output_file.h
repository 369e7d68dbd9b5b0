// Where a subcommand writes its data: a file, replaced only once it is whole, or standard output ("-" or no name).
//
// Keeps the SHA-256 of what was written, for the export log. A write that fails throws std::system_error; an object
// destroyed before finish() leaves the old file as it was. Used by one thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "detector/digest.h"

namespace tools {

class OutputFile {
  public:
    explicit OutputFile(const std::filesystem::path& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    void write(std::string_view bytes);
    std::string finish();  // the digest, hex
    bool to_standard_output() const { return path_.empty(); }

  private:
    [[noreturn]] void fail() const;

    std::filesystem::path path_, temporary_;
    std::FILE* file_ = nullptr;
    detector::Sha256 digest_;
};

// After the reader of standard output went away: what nobody reads must not be tried again when the program ends.
void drop_unread_output();

}  // namespace tools
