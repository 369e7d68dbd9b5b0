#include "crawler/picture/decode.h"

namespace crawler {

PictureFormat picture_format(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return PictureFormat::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return PictureFormat::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return PictureFormat::webp;
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return PictureFormat::gif;
    if (bytes.size() >= 12 && bytes.substr(4, 8) == "ftypavif") return PictureFormat::avif;
    return PictureFormat::none;
}

std::optional<GreyPicture> decode_grey(std::string_view bytes) {
    switch (picture_format(bytes)) {
        case PictureFormat::jpeg:
            return decode_jpeg(bytes);
        case PictureFormat::png:
            return decode_png(bytes);
        case PictureFormat::webp:
            return decode_webp(bytes);
        case PictureFormat::gif:
        case PictureFormat::avif:
        case PictureFormat::none:
            break;
    }
    return std::nullopt;
}

}  // namespace crawler
