#include "detector/fold.h"

#include <catch2/catch.hpp>
#include <random>

#include "detector/tsv.h"

using detector::folded;

TEST_CASE("two spellings of one word fold alike", "[fold]") {
    struct {
        const char *text, *folds_to;
    } const cases[] = {
        {"IVORY", "ivory"},
        {"Éléphant d’Afrique", "elephant d'afrique"},
        {"ngà voi", "nga voi"},
        {"Đồi mồi", "doi moi"},
        {"FİLDİŞİ", "fildisi"},
        {"fildişı", "fildisi"},
        {"Schildkröte", "schildkrote"},
        {"Straußenei", "straussenei"},
        {"Ёжик", "ежик"},
        {"Ελέφαντας", "ελεφαντασ"},
        {"أنياب الفِيل", "انياب الفيل"},
        {"عـــاج", "عاج"},
        {"ک ی", "ك ي"},
        {"象牙雕刻 龜", "象牙雕刻 龟"},
        {"ｉｖｏｒｙ", "ivory"},
        {"ｱﾌﾘｶｿﾞｳ", "アフリカゾウ"},
        {"𝗶𝘃𝗼𝗿𝘆 𝓽𝓲𝓰𝓮𝓻", "ivory tiger"},
        {"iv\u200Bo\u00ADry", "ivory"},
        {"\u1112\u1161\u11AB", "한"},
        {"  a \t\n b\u00A0 ", "a b"},
        {"٣٤", "34"},
        {"a\u2013b", "a-b"},
        {"กระ", "กระ"},
        {"लाल चन्दन", "लाल चंदन"},
        {"पाण्डा पम्प अङ्ग", "पांडा पंप अंग"},
        {"गन्ना", "गन्ना"},  // a doubled nasal is no dot
    };
    for (const auto& each : cases) CHECK(folded(each.text) == folded(each.folds_to));
    CHECK(folded("Éléphant") == "elephant");
    CHECK(folded("龜") == "龟");
    CHECK(folded("गन्ना") != folded("गंना"));
}

TEST_CASE("case folding alone keeps the diacritics", "[fold]") {
    CHECK(detector::case_folded("ÉLÉPHANT") == "éléphant");
    CHECK(detector::case_folded("Слон") == "слон");
}

TEST_CASE("any bytes fold to well-formed UTF-8 with a map onto code points of the original", "[fold]") {
    std::mt19937 random(7);
    const std::string pieces[] = {"a",        "B ",     "é", "e\u0301", "象", "😀",  "\xFF", "\xC3",
                                  "\xE2\x82", "\u200B", "ﷺ", "æ",       " ",  "\n", "ß"};
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (unsigned i = 0; i < random() % 60; ++i) text += pieces[random() % std::size(pieces)];
        detector::FoldedPassage passage;
        detector::fold(text, passage);
        REQUIRE(detector::is_utf8(passage.text));
        REQUIRE(passage.origin.size() == passage.text.size() + 1);
        REQUIRE(std::is_sorted(passage.origin.begin(), passage.origin.end()));
        for (std::uint32_t at : passage.origin) {
            REQUIRE(at <= text.size());
            // Never inside a code point that is whole.
            if (at < text.size() && detector::is_utf8(text))
                REQUIRE((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
        }
    }
}

TEST_CASE("the fast path for plain text gives what the slow path gives", "[fold]") {
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (unsigned i = 0; i < random() % 80; ++i)
            text += static_cast<char>(random() % 8 ? 'A' + random() % 50 : random() % 128);
        std::string slow;
        for (char c : text) {  // one character at a time never meets the block of sixteen
            const std::string one =
                c == '\0' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? " " : std::string(1, c);
            const std::string folded_one = one == " " ? " " : folded(one);
            if (folded_one == " " && (slow.empty() || slow.back() == ' ')) continue;
            slow += folded_one;
        }
        while (!slow.empty() && slow.back() == ' ') slow.pop_back();
        REQUIRE(folded(text) == slow);
    }
}

TEST_CASE("a megabyte of combining marks folds to almost nothing", "[fold]") {
    std::string text = "a";
    for (int i = 0; i < 500'000; ++i) text += "\u0301";
    detector::FoldedPassage passage;
    detector::fold(text, passage);
    CHECK(passage.text == "a");
    CHECK(passage.original({0, 1}) == detector::Span{0, static_cast<std::uint32_t>(text.size())});
}
