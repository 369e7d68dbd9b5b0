#include "casebook/archive_check.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <system_error>

#include "detector/digest.h"

namespace casebook {

namespace {

// What a run that was cut short leaves behind its last capture: records it had no time to register, a torn one, or the
// zeros of blocks that a power cut kept from being written.
bool left_by_an_interrupted_run(const std::filesystem::path& file, std::int64_t from) {
    std::ifstream in(file, std::ios::binary);
    in.seekg(from);
    char start[2] = {0, 0};
    in.read(start, sizeof start);
    const auto magic = [](char c, unsigned char wanted) { return static_cast<unsigned char>(c) == wanted; };
    if (in.gcount() >= 1 && magic(start[0], 0x1f) && (in.gcount() == 1 || magic(start[1], 0x8b))) return true;
    in.clear();
    in.seekg(from);
    for (char c = 0; in.get(c);)
        if (c != 0) return false;
    return true;
}

}  // namespace

std::string ArchiveCheck::read(const Capture& capture, std::string& bytes) {
    if (capture.file.empty() || capture.file.find('/') != std::string::npos ||
        capture.file.find('\0') != std::string::npos)
        return "names a file outside of the archive: " + capture.file;
    const auto path = folder_ / capture.file;
    std::error_code error;
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, error));
    if (error) return capture.file + " is missing or cannot be read";
    const bool sound = capture.offset >= 0 && capture.length >= 0 && capture.offset <= INT64_MAX - capture.length;
    const bool first = !owned_.contains(capture.file);
    std::int64_t& owned = owned_[capture.file];
    const std::int64_t before = owned;
    if (sound) owned = std::max(owned, capture.offset + capture.length);
    if (!sound || capture.offset + capture.length > size) return capture.file + " ends before its bytes do";

    std::ifstream in(path, std::ios::binary);
    bytes.resize(static_cast<std::size_t>(capture.length));
    in.seekg(capture.offset);
    if (!in.read(bytes.data(), capture.length)) return capture.file + " cannot be read";
    // Casebooks of the first release counted a file's own warcinfo record to no capture.
    if (capture.offset > before && !(first && before == 0))
        return "between the capture before and this one stand " + std::to_string(capture.offset - before) +
               " bytes in " + capture.file + " that belong to none: somebody put them there";
    if (capture.offset < before) return "its bytes in " + capture.file + " overlap those of another";
    return {};
}

std::vector<std::string> ArchiveCheck::loose_ends(std::vector<std::string>& notes) const {
    std::vector<std::string> problems;
    std::error_code ignored;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
        const std::string name = file.filename().string();
        const auto known = owned_.find(name);
        const std::int64_t owned = known == owned_.end() ? 0 : known->second;
        const auto extra = static_cast<std::int64_t>(std::filesystem::file_size(file, ignored)) - owned;
        if (extra <= 0) continue;
        if (left_by_an_interrupted_run(file, owned))
            notes.push_back(name + ": " + std::to_string(extra) +
                            " bytes at its end belong to no capture (an interrupted run leaves some)");
        else
            problems.push_back(name + ": " + std::to_string(extra) +
                               " bytes at its end are no web archive and belong to no capture");
    }
    return problems;
}

std::string purged_digest(Database& database, std::int64_t purge) {
    Statement row(database, "SELECT capture_id, sha256 FROM purged_captures WHERE purge_id = ? ORDER BY capture_id");
    detector::Sha256 sha;
    for (row.bind(purge); row.step();) sha.update(row.text(0) + ' ' + row.text(1) + '\n');
    return detector::to_hex(sha.finish());
}

}  // namespace casebook
