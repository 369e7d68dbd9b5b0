#include "tools/judgement_output.h"

#include <catch2/catch.hpp>
#include <clocale>

TEST_CASE("a csv cell never starts a formula and is quoted when it must be", "[output]") {
    CHECK(tools::csv_cell("plain") == "plain");
    CHECK(tools::csv_cell("=1+1") == "'=1+1");
    CHECK(tools::csv_cell("+1") == "'+1");
    CHECK(tools::csv_cell("-1") == "'-1");
    CHECK(tools::csv_cell("@x") == "'@x");
    CHECK(tools::csv_cell("\t=1") == "'\t=1");
    CHECK(tools::csv_cell("＝1+1") == "'＝1+1");
    CHECK(tools::csv_cell("＠SUM(1)") == "'＠SUM(1)");
    CHECK(tools::csv_cell("象牙＝ivory") == "象牙＝ivory");
    CHECK(tools::csv_cell("a,\"b\"") == "\"a,\"\"b\"\"\"");
    CHECK(tools::csv_cell("two\nlines") == "\"two\nlines\"");
    CHECK(tools::csv_cell("").empty());
}

TEST_CASE("text is fitted to columns by what a terminal shows", "[output]") {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    CHECK(tools::fitted("ivory", 7) == "ivory  ");
    CHECK(tools::fitted("ivory", 5) == "ivory");
    CHECK(tools::fitted("ivory", 4) == "ivo…");
    CHECK(tools::fitted("象牙制品", 8) == "象牙制品");
    CHECK(tools::fitted("象牙制品", 6) == "象牙… ");
    CHECK(tools::fitted("bad\xFF\x1B[31m", 8) == "bad  [3…");
    CHECK(tools::fitted("", 2) == "  ");
}
