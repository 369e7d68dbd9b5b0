#include "tools/listing_table.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "detector/error.h"
#include "tools/line_reader.h"

using detector::Field;
using tools::RowError;
using tools::TableFormat;
using tools::TableRow;

namespace {

// A table on disk for the length of a test.
struct TemporaryFile {
    explicit TemporaryFile(std::string_view content) {
        static int number = 0;
        path = std::filesystem::temp_directory_path() /
               ("citeswatch-table-" + std::to_string(getpid()) + "-" + std::to_string(number++));
        std::ofstream(path, std::ios::binary) << content;
    }
    ~TemporaryFile() { std::filesystem::remove(path); }
    std::filesystem::path path;
};

struct Outcome {
    std::vector<TableRow> rows;
    std::vector<RowError> errors;
    std::vector<std::string> ignored;
};

Outcome read(std::string_view content, TableFormat format) {
    const TemporaryFile file(content);
    tools::ListingTable table(file.path, format);
    Outcome outcome;
    while (auto row = table.next()) {
        if (auto* good = std::get_if<TableRow>(&*row))
            outcome.rows.push_back(std::move(*good));
        else
            outcome.errors.push_back(std::get<RowError>(*row));
    }
    outcome.ignored = table.ignored_columns();
    return outcome;
}

}  // namespace

TEST_CASE("csv follows RFC 4180: quotes, doubled quotes, commas and line breaks inside quotes, CR LF, BOM", "[table]") {
    const Outcome got =
        read("\xEF\xBB\xBFTitle,Description,PRICE\r\n\"a \"\"b\"\", c\",\"two\r\nlines\",5\r\n\r\nplain,,\r\n",
             TableFormat::csv);
    REQUIRE(got.rows.size() == 2);
    CHECK(got.errors.empty());
    CHECK(got.rows[0].listing.first(Field::title) == "a \"b\", c");
    CHECK(got.rows[0].listing.first(Field::description) == "two\nlines");
    CHECK(got.rows[0].listing.price.text == "5");
    CHECK(got.rows[0].line == 2);
    CHECK(got.rows[1].line == 5);
}

TEST_CASE("a quote that is never closed costs its own record and no other", "[table]") {
    const Outcome got = read("title,price\ngood,1\n\"open,2\nnext,3\nlast,4\n", TableFormat::csv);
    REQUIRE(got.errors.size() == 1);
    CHECK(got.errors[0].line == 3);
    REQUIRE(got.rows.size() == 3);
    CHECK(got.rows[1].listing.first(Field::title) == "next");
    CHECK(got.rows[1].line == 4);
    CHECK(got.rows[2].line == 5);
}

TEST_CASE("columns are matched by name, whatever their case and order, and unknown ones are named", "[table]") {
    const Outcome got = read("colour\tBODY\tName\nred\ttext\thead\n", TableFormat::tsv);
    REQUIRE(got.rows.size() == 1);
    REQUIRE(got.rows[0].listing.passages.size() == 2);
    CHECK(got.rows[0].listing.passages[0].field == Field::title);
    CHECK(got.rows[0].listing.passages[1].text == "text");
    CHECK(got.ignored == std::vector<std::string>{"colour"});
}

TEST_CASE("in a tsv a quote is an ordinary character", "[table]") {
    const Outcome got = read("title\tprice\n\"6 inch\" tusk\t5\n", TableFormat::tsv);
    REQUIRE(got.rows.size() == 1);
    CHECK(got.rows[0].listing.first(Field::title) == "\"6 inch\" tusk");
}

TEST_CASE("a table without a usable column is refused with what was found", "[table]") {
    CHECK_THROWS_WITH(read("foo,bar\n1,2\n", TableFormat::csv), Catch::Contains("found: foo, bar"));
    CHECK_THROWS_AS(read("", TableFormat::csv), detector::DataError);
}

TEST_CASE("bad rows are reported by line and the rest is read", "[table]") {
    const std::string deep = "{\"title\":" + std::string(5000, '[') + std::string(5000, ']') + "}";
    const Outcome got =
        read("{\"title\":\"a\"}\n{\"title\":\n[1]\n{\"price\":5}\n" + deep +
                 "\n{\"title\":\"b\",\"price\":1e999}\n\n{\"title\":\"caf\xE9\",\"tags\":[\"x\",\"y\"],\"label\":1}\n",
             TableFormat::jsonl);
    REQUIRE(got.rows.size() == 2);
    REQUIRE(got.errors.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(got.errors[i].line == i + 2);
    CHECK(got.rows[1].line == 8);
    CHECK(got.rows[1].listing.first(Field::title) == "caf\xEF\xBF\xBD");
    CHECK(got.rows[1].listing.first(Field::tag) == "x; y");
    CHECK(got.rows[1].label == true);
}

TEST_CASE("a row with more fields than the header is reported, one with fewer is read", "[table]") {
    const Outcome got = read("title,price\na,b,c\nshort\n", TableFormat::csv);
    CHECK(got.errors.size() == 1);
    REQUIRE(got.rows.size() == 1);
    CHECK(got.rows[0].listing.first(Field::title) == "short");
}

TEST_CASE("a line longer than the limit is passed over without being kept", "[table]") {
    std::string content = "{\"title\":\"before\"}\n{\"title\":\"";
    content.append(tools::LineReader::max_line, 'x');
    content += "\"}\n{\"title\":\"after\"}\n";
    const Outcome got = read(content, TableFormat::jsonl);
    CHECK(got.errors.size() == 1);
    REQUIRE(got.rows.size() == 2);
    CHECK(got.rows[1].listing.first(Field::title) == "after");
}

TEST_CASE("invalid UTF-8 is replaced as the WHATWG encoding standard does", "[table]") {
    bool changed = false;
    CHECK(tools::valid_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x98", &changed) ==
          "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x98");
    CHECK_FALSE(changed);
    const std::string r = "\xEF\xBF\xBD";
    CHECK(tools::valid_utf8("\x80\xE2\x82z", &changed) == r + r + "z");
    CHECK(changed);
    CHECK(tools::valid_utf8("\xC0\xAF") == r + r);                  // overlong
    CHECK(tools::valid_utf8("\xED\xA0\x80") == r + r + r);          // surrogate
    CHECK(tools::valid_utf8("\xF4\x90\x80\x80") == r + r + r + r);  // beyond U+10FFFF
}
