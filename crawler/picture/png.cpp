// PNG through libpng's simplified API; the only file that includes <png.h>.
#include <png.h>

#include "crawler/limits.h"
#include "crawler/picture/decode.h"

namespace crawler {

std::optional<GreyPicture> decode_png(std::string_view bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) return {};
    struct Free {
        png_image* image;
        ~Free() { png_image_free(image); }
    } const free{&image};
    if (image.width == 0 || image.height == 0 || image.width > limits::picture_pixels / image.height) return {};
    image.format = PNG_FORMAT_GRAY;
    GreyPicture picture{image.width, image.height, {}};
    picture.pixels.resize(std::size_t{image.width} * image.height);
    const png_color white{255, 255, 255};  // what shines through where the picture is transparent
    if (png_image_finish_read(&image, &white, picture.pixels.data(), 0, nullptr) == 0) return {};
    return picture;
}

}  // namespace crawler
