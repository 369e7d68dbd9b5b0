#include "tools/zip_archive.h"

#include <zip.h>

#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "detector/error.h"
#include "tools/lists/plain_text.h"

namespace tools {

namespace {

constexpr std::size_t most_files = 64;

struct Closer {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void unpack_tables(const std::filesystem::path& archive, const std::filesystem::path& folder,
                   std::uint64_t most_bytes) {
    const auto fail = [&](const std::string& problem) {
        throw detector::DataError(archive.string(), 0, problem, "fetch it again, or unpack it and import the folder");
    };
    int error = 0;
    const std::unique_ptr<zip_t, Closer> zip(zip_open(archive.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!zip) fail("is no zip archive that can be read (libzip error " + std::to_string(error) + ")");
    std::uint64_t total = 0;
    std::size_t files = 0;
    std::vector<char> block(std::size_t{1} << 18);
    const zip_int64_t entries = zip_get_num_entries(zip.get(), 0);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
        const char* stored = zip_get_name(zip.get(), i, 0);
        if (!stored) continue;
        const std::filesystem::path name = std::filesystem::path(stored).filename();
        const std::string extension = lists::lower_ascii(name.extension().string());
        if (extension != ".tsv" && extension != ".txt" && extension != ".yaml") continue;
        if (++files > most_files) fail("holds more than 64 tables");
        const std::unique_ptr<zip_file_t, Closer> file(zip_fopen_index(zip.get(), i, 0));
        if (!file) fail("'" + name.string() + "' cannot be unpacked");
        std::ofstream out(folder / name, std::ios::binary);
        for (;;) {
            const zip_int64_t got = zip_fread(file.get(), block.data(), block.size());
            if (got < 0) fail("'" + name.string() + "' is damaged");
            if (got == 0) break;
            total += static_cast<std::uint64_t>(got);
            if (total > most_bytes) fail("unpacks to more than " + std::to_string(most_bytes >> 20) + " MB");
            out.write(block.data(), got);
        }
        if (!out.flush()) fail("'" + name.string() + "' cannot be written to " + folder.string());
    }
}

void pack(const std::filesystem::path& archive, const std::filesystem::path& folder,
          const std::vector<std::string>& names) {
    int error = 0;
    std::unique_ptr<zip_t, Closer> zip(zip_open(archive.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error));
    const auto fail = [&](const std::string& why) {
        throw std::runtime_error(archive.string() + ": cannot be written: " + why + " (check the disk and its rights)");
    };
    if (!zip) fail("libzip error " + std::to_string(error));
    for (const std::string& name : names) {
        zip_source_t* source = zip_source_file(zip.get(), (folder / name).c_str(), 0, -1);
        const zip_int64_t index = source ? zip_file_add(zip.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            fail(zip_strerror(zip.get()));
        }
        const auto entry = static_cast<zip_uint64_t>(index);
        constexpr zip_uint16_t first_day = 1 << 5 | 1;  // 1980-01-01 as MS-DOS counts
        if (zip_set_file_compression(zip.get(), entry, ZIP_CM_STORE, 0) != 0 ||
            zip_file_set_dostime(zip.get(), entry, 0, first_day, 0) != 0)
            fail(zip_strerror(zip.get()));
    }
    if (zip_close(zip.get()) != 0) fail(zip_strerror(zip.get()));
    (void)zip.release();
}

}  // namespace tools
