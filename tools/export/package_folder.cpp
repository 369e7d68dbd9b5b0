#include "tools/export/package_folder.h"

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace tools {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
    throw std::system_error(errno ? errno : EIO, std::generic_category(), path.string() + ": " + what);
}

}  // namespace

PackageFolder::PackageFolder(std::filesystem::path path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
    if (!std::filesystem::is_empty(path_)) {
        errno = EEXIST;
        fail(path_, "there is something in it already (name a new folder, or a .zip file)");
    }
}

PackageFolder::File::File(PackageFolder& folder, const std::string& name) : folder_(folder), name_(name) {
    const std::filesystem::path path = folder.path_ / name;
    std::filesystem::create_directories(path.parent_path());
    errno = 0;
    out_.open(path, std::ios::binary);
    if (!out_) fail(path, "cannot be made");
}

void PackageFolder::File::write(std::string_view bytes) {
    if (!out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        fail(folder_.path_ / name_, "cannot be written");
    digest_.update(bytes);
    size_ += bytes.size();
}

void PackageFolder::File::close() {
    out_.close();
    if (!out_) fail(folder_.path_ / name_, "cannot be written");
    folder_.files_[name_] = {detector::to_hex(digest_.finish()), size_};
}

void PackageFolder::add(const std::string& name, std::string_view bytes) {
    File file(*this, name);
    file.write(bytes);
    file.close();
}

void PackageFolder::take(const std::string& name) {
    std::ifstream in(path_ / name, std::ios::binary);
    if (!in) fail(path_ / name, "cannot be read");
    detector::Sha256 digest;
    PackedFile taken;
    std::vector<char> piece(std::size_t{1} << 18);
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
        digest.update({piece.data(), static_cast<std::size_t>(in.gcount())});
        taken.bytes += static_cast<std::uint64_t>(in.gcount());
    }
    taken.sha256 = detector::to_hex(digest.finish());
    files_[name] = taken;
}

std::vector<std::string> PackageFolder::names() const {
    std::vector<std::string> all;
    for (const auto& [name, file] : files_) all.push_back(name);
    return all;
}

std::string PackageFolder::sha256sums() const {
    std::string text;
    for (const auto& [name, file] : files_) text += file.sha256 + "  " + name + '\n';
    return text;
}

}  // namespace tools
