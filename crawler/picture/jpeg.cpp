// JPEG through libjpeg-turbo's TurboJPEG API; the only file that includes <turbojpeg.h>.
#include <turbojpeg.h>

#include <memory>

#include "crawler/limits.h"
#include "crawler/picture/decode.h"

namespace crawler {

namespace {

// The smallest size libjpeg can decode to directly that keeps `least` pixels a side: an eighth of a photograph costs
// little more than its entropy decoding.
tjscalingfactor scale_for(int width, int height, int least) {
    int count = 0;
    const tjscalingfactor* factors = tjGetScalingFactors(&count);
    tjscalingfactor best{1, 1};
    for (int i = 0; i < count; ++i) {
        const tjscalingfactor factor = factors[i];
        if (factor.num * best.denom >= best.num * factor.denom) continue;
        if (TJSCALED(width, factor) >= least && TJSCALED(height, factor) >= least) best = factor;
    }
    return best;
}

}  // namespace

std::optional<GreyPicture> decode_jpeg(std::string_view bytes) {
    const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
    if (!decoder) throw std::bad_alloc();
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned long size = bytes.size();
    int width = 0, height = 0, subsampling = 0, colours = 0;
    if (tjDecompressHeader3(decoder.get(), data, size, &width, &height, &subsampling, &colours) != 0) return {};
    if (width <= 0 || height <= 0 ||
        static_cast<std::size_t>(width) > limits::picture_pixels / static_cast<std::size_t>(height))
        return {};
    const tjscalingfactor scale = scale_for(width, height, 64);
    GreyPicture picture;
    picture.width = static_cast<std::uint32_t>(TJSCALED(width, scale));
    picture.height = static_cast<std::uint32_t>(TJSCALED(height, scale));
    picture.pixels.resize(std::size_t{picture.width} * picture.height);
    // A progressive file may hold any number of passes over the whole picture: more than 500 are an attack.
    const int outcome = tjDecompress2(decoder.get(), data, size, picture.pixels.data(), static_cast<int>(picture.width),
                                      0, static_cast<int>(picture.height), TJPF_GRAY, TJFLAG_LIMITSCANS);
    // A warning is a flaw that browsers pass over too (stray bytes before a marker, a missing end).
    if (outcome != 0 && tjGetErrorCode(decoder.get()) != TJERR_WARNING) return {};
    return picture;
}

}  // namespace crawler
