// The same picture is told from another through everything a second platform does to it. Files are made here with the
// encoders of the very libraries that other programs write them with.
#include "crawler/picture/decode.h"

#include <png.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "crawler/picture/perceptual_hash.h"

using namespace crawler;

namespace {

struct Scene {
    int width, height;
    std::vector<unsigned char> rgb;
};

// Waves and a disc, where and how strong by `kind`; the same at every size.
Scene scene(int width, int height, int kind, int brighter = 0) {
    Scene made{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double u = double(x) / width, v = double(y) / height, k = kind;
            double grey = 110 + 60 * std::sin((5 + k) * u + 3 * v) + 45 * std::cos((9 + 2 * k) * v - (4 + k) * u * u);
            if (std::hypot(u - 0.25 - 0.12 * k, v - 0.4) < 0.2) grey = 225;
            for (const double share : {1.0, 0.9, 1.1})
                made.rgb.push_back(static_cast<unsigned char>(std::clamp(grey * share + brighter, 0.0, 255.0)));
        }
    return made;
}

std::string jpeg(const Scene& scene, int quality, int flags = 0) {
    const tjhandle encoder = tjInitCompress();
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    REQUIRE(tjCompress2(encoder, scene.rgb.data(), scene.width, 0, scene.height, TJPF_RGB, &bytes, &size, TJSAMP_420,
                        quality, flags) == 0);
    std::string file(reinterpret_cast<char*>(bytes), size);
    tjFree(bytes);
    tjDestroy(encoder);
    return file;
}

std::string png(const Scene& scene) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(scene.width);
    image.height = static_cast<png_uint_32>(scene.height);
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = scene.rgb.size() * 2 + 4096;
    std::string file(size, '\0');
    REQUIRE(png_image_write_to_memory(&image, file.data(), &size, 0, scene.rgb.data(), 0, nullptr));
    file.resize(size);
    return file;
}

std::string webp(const Scene& scene, float quality) {
    std::uint8_t* bytes = nullptr;
    const std::size_t size =
        WebPEncodeRGB(scene.rgb.data(), scene.width, scene.height, scene.width * 3, quality, &bytes);
    std::string file(reinterpret_cast<char*>(bytes), size);
    WebPFree(bytes);
    return file;
}

int bits(const std::string& a, const std::string& b) {
    const auto left = perceptual_hash(a), right = perceptual_hash(b);
    REQUIRE(left);
    REQUIRE(right);
    return std::popcount(*left ^ *right);
}

}  // namespace

TEST_CASE("A copy is near its original, whatever was done to it on the way") {
    const std::string original = jpeg(scene(800, 600, 0), 92);
    CHECK(bits(original, jpeg(scene(800, 600, 0), 35)) <= 7);
    CHECK(bits(original, jpeg(scene(320, 240, 0), 70)) <= 7);
    CHECK(bits(original, jpeg(scene(800, 600, 0), 80, TJFLAG_PROGRESSIVE)) <= 7);
    CHECK(bits(original, jpeg(scene(800, 600, 0, 20), 80)) <= 7);
    CHECK(bits(original, png(scene(640, 480, 0))) <= 7);
    CHECK(bits(original, webp(scene(640, 480, 0), 60)) <= 7);
    CHECK(bits(original, webp(scene(64, 48, 0), 90)) <= 7);
}

TEST_CASE("Unlike pictures are far apart") {
    for (int a = 0; a < 5; ++a)
        for (int b = a + 1; b < 5; ++b) CHECK(bits(jpeg(scene(400, 300, a), 80), jpeg(scene(400, 300, b), 80)) > 12);
}

TEST_CASE("What is too plain or too small has no look of its own") {
    Scene plain{300, 200, std::vector<unsigned char>(300 * 200 * 3, 240)};
    CHECK_FALSE(perceptual_hash(jpeg(plain, 80)));
    CHECK(decode_grey(jpeg(plain, 80)));
    CHECK_FALSE(perceptual_hash(png(scene(12, 12, 0))));
}

TEST_CASE("Large pictures are decoded small, and sizes beyond the limit are refused before they cost anything") {
    const auto small = decode_grey(jpeg(scene(1600, 1200, 1), 80));
    REQUIRE(small);
    CHECK(small->width < 400);
    std::string huge = png(scene(40, 30, 0));
    huge[16] = huge[20] = 0x10;  // 268 million pixels a side, says the header; its checksum no longer holds
    CHECK_FALSE(decode_grey(huge));
}

TEST_CASE("Formats are told by content, and torn files are no pictures") {
    const std::string whole = png(scene(100, 80, 2));
    CHECK(picture_format(whole) == PictureFormat::png);
    CHECK(picture_format(jpeg(scene(40, 30, 0), 80)) == PictureFormat::jpeg);
    CHECK(picture_format(webp(scene(40, 30, 0), 80)) == PictureFormat::webp);
    CHECK(picture_format("<html>") == PictureFormat::none);
    CHECK(picture_format("") == PictureFormat::none);
    CHECK_FALSE(decode_grey(whole.substr(0, whole.size() / 2)));
    CHECK_FALSE(decode_grey(webp(scene(100, 80, 2), 80).substr(0, 60)));
}
