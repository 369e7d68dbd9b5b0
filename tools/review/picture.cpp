// A picture as it lies in the archive. A seller's server is never asked: what was not kept is not shown.
#include <fstream>

#include "crawler/archived_page.h"
#include "crawler/byte_source.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t largest_record = std::int64_t{32} << 20;

// By the bytes, not by what a server said: only formats that hold pictures and nothing that runs.
std::string_view picture_type(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
    if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
    return {};
}

// The bytes of a capture: the file's name comes from the casebook, and must lie within the archive all the same.
std::string record_bytes(const fs::path& archive, const casebook::Capture& capture) {
    const fs::path name(capture.file);
    bool inside = !name.empty() && name.is_relative();
    for (const fs::path& part : name) inside &= part != "..";
    if (!inside || capture.length <= 0 || capture.length > largest_record || capture.offset < 0) return {};
    std::ifstream in(archive / name, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(capture.length), '\0');
    if (!in.seekg(capture.offset) || !in.read(bytes.data(), capture.length)) return {};
    return bytes;
}

}  // namespace

HttpResponse picture(const Visit& visit) {
    const auto none = [](const char* why) {
        return HttpResponse{.status = 404, .content_type = "text/plain; charset=utf-8", .body = why, .headers = {}};
    };
    const auto found = visit.adverts.picture(visit.id());
    if (!found || !found->capture) return none("This picture is not in the archive.\n");
    const std::string bytes = record_bytes(visit.desk.options.archive, found->capture->capture);
    if (bytes.empty()) return none("The archive does not hold what the casebook says.\n");
    crawler::StringSource source(bytes);
    crawler::WarcReader reader(source, [](const crawler::WarcNote&) {});
    auto kept = crawler::next_page(reader);
    if (!kept) return none("The archive does not hold what the casebook says.\n");
    const std::string_view type = picture_type(kept->body);
    if (type.empty())
        return {.status = 415,
                .content_type = "text/plain; charset=utf-8",
                .body = "No picture of a safe kind.\n",
                .headers = {}};
    return {.content_type = std::string(type),
            .body = std::move(kept->body),
            .headers = {{"Content-Security-Policy", "default-src 'none'; sandbox"},
                        {"Cache-Control", "private, max-age=86400"},
                        {"Content-Disposition", "inline"}}};
}

}  // namespace tools::review
