// Any bytes fold to well-formed UTF-8, with a map that never leaves the original.
#include <cstdint>
#include <cstdlib>

#include "detector/fold.h"
#include "detector/tsv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    detector::FoldedPassage passage;
    detector::fold({reinterpret_cast<const char*>(data), size}, passage);
    if (!detector::is_utf8(passage.text) || passage.origin.size() != passage.text.size() + 1) std::abort();
    for (std::size_t i = 0; i < passage.origin.size(); ++i)
        if (passage.origin[i] > size || (i && passage.origin[i] < passage.origin[i - 1])) std::abort();
    return 0;
}
