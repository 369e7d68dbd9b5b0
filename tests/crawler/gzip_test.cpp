#include "crawler/gzip.h"

#include <catch2/catch.hpp>
#include <random>

using crawler::Compression;
using crawler::Deflater;
using crawler::gzip_member;
using crawler::inflate_all;
using crawler::InflateEnd;
using crawler::Inflater;

namespace {

constexpr std::size_t kRoomy = std::size_t{64} << 20;

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

// "ivory" in each format, as Python's zlib module writes it: bytes not of our own making.
const std::string kRaw = from_hex("cb2ccb2faa0400");
const std::string kZlib = from_hex("789ccb2ccb2faa04000694023a");
const std::string kGzip = from_hex("1f8b0800000000000203cb2ccb2faa040090430f6b05000000");

std::string inflate_bytewise(std::string_view input) {
    Inflater inflater;
    std::string out;
    char byte[1];
    while (!input.empty()) {
        const auto step = inflater.step(input.substr(0, 1), byte);
        if (step.given) out += byte[0];
        input.remove_prefix(step.taken);
        if (step.state == Inflater::State::member_end) return out;
        if (step.state == Inflater::State::corrupt) return "corrupt";
    }
    return "truncated";
}

}  // namespace

TEST_CASE("gzip, zlib and raw deflate are told apart by their bytes") {
    for (const auto& [bytes, kind] : {std::pair{kRaw, Compression::raw_deflate}, std::pair{kZlib, Compression::zlib},
                                      std::pair{kGzip, Compression::gzip}}) {
        for (const Compression asked : {Compression::automatic, kind}) {
            const auto result = inflate_all(bytes, kRoomy, asked);
            CHECK(result.bytes == "ivory");
            CHECK(result.end == InflateEnd::complete);
            REQUIRE(result.members.size() == 1);
            CHECK(result.members[0].length == bytes.size());
        }
        CHECK(inflate_bytewise(bytes) == "ivory");
    }
    CHECK(inflate_all(kGzip, kRoomy, Compression::zlib).end == InflateEnd::corrupt);
}

TEST_CASE("Members one after the other are one text, and each is found again by its offset") {
    const std::string first = gzip_member("tusk "), empty = gzip_member(""), second = gzip_member("of an elephant");
    const std::string all = first + empty + second;
    const auto result = inflate_all(all, kRoomy);
    CHECK(result.bytes == "tusk of an elephant");
    REQUIRE(result.members.size() == 3);
    CHECK(result.members[1].offset == first.size());
    CHECK(result.members[1].output_length == 0);
    for (const auto& member : result.members)
        CHECK(inflate_all(std::string_view(all).substr(member.offset, member.length), kRoomy).bytes ==
              result.bytes.substr(member.output_offset, member.output_length));
}

TEST_CASE("An end that is missing is truncation at every byte, and keeps what came before") {
    const std::string text(5000, 'a');
    for (const std::string& bytes : {gzip_member(text), kZlib, kRaw})
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const auto result = inflate_all(std::string_view(bytes).substr(0, length), kRoomy);
            INFO(length << " of " << bytes.size());
            CHECK(result.end == InflateEnd::truncated);
            CHECK(result.bytes.size() <= text.size());
        }
    const std::string two = kGzip + kGzip.substr(0, 12);
    const auto result = inflate_all(two, kRoomy);
    CHECK(result.end == InflateEnd::truncated);
    CHECK(result.bytes.substr(0, 5) == "ivory");
    CHECK(result.members.size() == 1);
}

TEST_CASE("Damage is corrupt: in the header, the data, the checksum, the length") {
    std::string text;
    std::mt19937 random(3);
    for (int i = 0; i < 4000; ++i) text += static_cast<char>('a' + random() % 26);
    const std::string good = gzip_member(text);
    for (const std::size_t at : {std::size_t{3}, good.size() / 2, good.size() - 6, good.size() - 2}) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0xF1);
        INFO(at);
        CHECK(inflate_all(bad, kRoomy, Compression::gzip).end != InflateEnd::complete);
    }
    CHECK(inflate_all("<html>", kRoomy, Compression::gzip).end == InflateEnd::corrupt);
}

TEST_CASE("Padding after the last member is nothing, garbage is counted") {
    CHECK(inflate_all(kGzip + std::string(512, '\0'), kRoomy).trailing == 0);
    const auto garbage = inflate_all(kGzip + "garbage", kRoomy);
    CHECK(garbage.trailing == 7);
    CHECK(garbage.bytes == "ivory");
    CHECK(garbage.end == InflateEnd::complete);
}

TEST_CASE("A bomb stops at the cap, and a text as long as the cap is whole") {
    const std::string text(std::size_t{1} << 20, '\0');
    const std::string once = gzip_member(text, 9);
    CHECK(once.size() < 2000);
    CHECK(inflate_all(once, text.size()).end == InflateEnd::complete);
    const auto cut = inflate_all(once, text.size() - 1);
    CHECK(cut.end == InflateEnd::too_large);
    CHECK(cut.bytes.size() == text.size() - 1);
    CHECK(inflate_all(once, 0).end == InflateEnd::too_large);
    CHECK(inflate_all(gzip_member(""), 0).end == InflateEnd::complete);
}

TEST_CASE("What the Deflater makes in pieces, the Inflater reads back, and equal text gives equal bytes") {
    std::mt19937 random(5);
    Deflater deflater;
    for (const std::size_t size : {0u, 1u, 100u, 70'000u, 1'000'000u}) {
        std::string text(size, '\0');
        for (char& c : text) c = static_cast<char>(random() % 7 ? 'x' : random());
        for (std::size_t at = 0; at < size;) {
            const std::size_t piece = 1 + random() % 50'000;
            deflater.add(std::string_view(text).substr(at, piece));
            at += piece;
        }
        const std::string member = deflater.finish();
        const auto back = inflate_all(member, size);
        CHECK(back.bytes == text);
        CHECK(back.end == InflateEnd::complete);
        CHECK(gzip_member(text).substr(4, 4) == std::string(4, '\0'));  // no time of making
    }
    CHECK(gzip_member("tusk") == gzip_member("tusk"));
    CHECK_THROWS_AS(Deflater(12), std::invalid_argument);
}

TEST_CASE("Any bytes give an answer, whole or byte by byte") {
    std::mt19937 random(11);
    for (int i = 0; i < 2000; ++i) {
        std::string bytes = i % 2 ? kGzip : std::string();
        for (std::size_t n = random() % 60; n; --n) bytes += static_cast<char>(random());
        if (i % 4 == 3) bytes[random() % bytes.size()] = static_cast<char>(random());
        const auto result = inflate_all(bytes, 4096);
        CHECK(result.bytes.size() <= 4096);
        inflate_bytewise(bytes);
    }
}
