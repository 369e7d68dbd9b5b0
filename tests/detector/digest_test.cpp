#include "detector/digest.h"

#include <catch2/catch.hpp>

// Vectors: FIPS 180-4 examples (NIST).
TEST_CASE("sha256 gives the published digests", "[digest]") {
    CHECK(detector::to_hex(detector::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(detector::to_hex(detector::sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a digest does not depend on how the bytes were cut", "[digest]") {
    detector::Sha256 hash;
    hash.update("a");
    hash.update("");
    hash.update("bc");
    CHECK(hash.finish() == detector::sha256("abc"));
}
