#include "tools/ordered_pipeline.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

using Pipeline = tools::OrderedPipeline<int, std::string>;

namespace {

Pipeline::Produce count_to(int last) {
    return [last, next = 0]() mutable -> std::optional<int> {
        if (next == last) return std::nullopt;
        return next++;
    };
}

std::string slow_for_some(int item) {
    volatile int sink = 0;  // items differ in cost, so that workers finish out of order
    for (int i = 0; i < item % 7 * 2000; ++i) sink = sink + i;
    return std::to_string(item);
}

}  // namespace

TEST_CASE("results come out in the order produced, each exactly once", "[pipeline]") {
    for (const std::size_t workers : {1U, 2U, 5U}) {
        int expected = 0;
        Pipeline::run(
            count_to(1000), [] { return Pipeline::Work(slow_for_some); },
            [&](const std::string& result) { REQUIRE(result == std::to_string(expected++)); }, workers, 3);
        CHECK(expected == 1000);
    }
}

TEST_CASE("no more than the window is under way at once", "[pipeline]") {
    std::atomic<int> produced{0};
    int consumed = 0;
    bool within = true;
    Pipeline::run(
        [&]() -> std::optional<int> {
            if (produced == 500) return std::nullopt;
            return produced++;
        },
        [] { return Pipeline::Work(slow_for_some); },
        [&](const std::string&) {
            ++consumed;
            // One item is in the producer's hands, one in the consumer's, beside the window.
            within &= produced - consumed <= 4 + 2;
        },
        2, 4);
    CHECK(consumed == 500);
    CHECK(within);
}

TEST_CASE("an exception in any stage stops all of them and reaches the caller", "[pipeline]") {
    const auto fail = [] { throw std::runtime_error("broken"); };
    const auto ignore = [](const std::string&) {};
    CHECK_THROWS_WITH(Pipeline::run(
                          [&, n = 0]() mutable -> std::optional<int> {
                              if (++n == 10) fail();
                              return n;
                          },
                          [] { return Pipeline::Work(slow_for_some); }, ignore, 2, 4),
                      "broken");
    CHECK_THROWS_WITH(Pipeline::run(
                          count_to(1000),
                          [&] {
                              return Pipeline::Work([&](int item) {
                                  if (item == 20) fail();
                                  return slow_for_some(item);
                              });
                          },
                          ignore, 2, 4),
                      "broken");
    CHECK_THROWS_WITH(Pipeline::run(
                          count_to(1000), [] { return Pipeline::Work(slow_for_some); },
                          [&](const std::string& result) {
                              if (result == "20") fail();
                          },
                          2, 4),
                      "broken");
}

TEST_CASE("nothing to produce ends at once", "[pipeline]") {
    Pipeline::run(
        count_to(0), [] { return Pipeline::Work(slow_for_some); }, [](const std::string&) { FAIL("nothing came in"); },
        3, 2);
    SUCCEED();
}
