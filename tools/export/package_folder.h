// A folder that becomes a package: files are written into it, and it knows the digest of each.
//
// Failures to write are std::system_error naming the file. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detector/digest.h"

namespace tools {

struct PackedFile {
    std::string sha256;  // hex
    std::uint64_t bytes = 0;
};

class PackageFolder {
  public:
    // Makes the folder; throws where there is something in it already.
    explicit PackageFolder(std::filesystem::path path);

    class File {  // written piece by piece
      public:
        File(PackageFolder& folder, const std::string& name);
        void write(std::string_view bytes);
        void close();
        std::uint64_t size() const { return size_; }

      private:
        PackageFolder& folder_;
        const std::string name_;
        std::ofstream out_;
        detector::Sha256 digest_;
        std::uint64_t size_ = 0;
    };

    void add(const std::string& name, std::string_view bytes);
    // A file that somebody else put there.
    void take(const std::string& name);
    const std::map<std::string, PackedFile>& files() const { return files_; }
    std::vector<std::string> names() const;
    const std::filesystem::path& path() const { return path_; }
    // "digest  name" a line, as sha256sum writes and checks it.
    std::string sha256sums() const;

  private:
    std::filesystem::path path_;
    std::map<std::string, PackedFile> files_;  // sorted by name
};

}  // namespace tools
