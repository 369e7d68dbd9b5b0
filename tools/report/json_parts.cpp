#include "tools/report/json_parts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/report/renderer.h"

namespace tools::report {

using Json = nlohmann::ordered_json;

Json capture_json(const casebook::CaptureOf& capture) {
    return {{"file", capture.capture.file},
            {"offset", capture.capture.offset},
            {"length", capture.capture.length},
            {"sha256", capture.capture.sha256},
            {"link", capture.link},
            {"captured", iso_time(capture.fetched_ms)}};
}

Json picture_json(const casebook::StoredPicture& picture) {
    Json json = {{"url", picture.url}};
    if (!picture.sha256.empty()) json["sha256"] = picture.sha256;
    if (picture.perceptual) json["perceptual"] = fmt::format("{:016x}", *picture.perceptual);
    if (picture.capture) json["capture"] = capture_json(*picture.capture);
    return json;
}

}  // namespace tools::report
