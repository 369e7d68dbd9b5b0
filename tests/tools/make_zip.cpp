#include "make_zip.h"

#include <zip.h>

#include <stdexcept>

namespace tests {

void make_zip(const std::filesystem::path& path, const std::vector<std::pair<std::string, std::string>>& entries) {
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    if (!zip) throw std::runtime_error("cannot make " + path.string());
    for (const auto& [name, bytes] : entries) {
        zip_source_t* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
        if (!source || zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0)
            throw std::runtime_error("cannot add " + name);
    }
    if (zip_close(zip) != 0) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace tests
