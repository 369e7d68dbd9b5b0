// A host's queue against a slow oracle: sources in turn, within each the higher priority first, then first come.
#include "crawler/path_queue.h"

#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <random>
#include <vector>

using namespace crawler;

namespace {

// The same, told slowly: sources stand in a ring in the order of their numbers.
class Oracle {
  public:
    void push(int source, int priority, const std::string& path) {
        if (lines_.empty()) turn_ = source;
        lines_[source][-priority].push_back(path);
    }
    std::string pop(int& source, int& priority) {
        auto line = lines_.find(turn_);
        source = turn_;
        auto lane = line->second.begin();
        priority = -lane->first;
        std::string path = lane->second.front();
        lane->second.pop_front();
        if (lane->second.empty()) line->second.erase(lane);
        auto next = std::next(line);
        if (line->second.empty()) next = lines_.erase(line);
        if (next == lines_.end()) next = lines_.begin();
        turn_ = lines_.empty() ? 0 : next->first;
        return path;
    }
    void put_back(int source, int priority, const std::string& path) {
        lines_[source][-priority].push_front(path);
        turn_ = source;
    }
    bool empty() const { return lines_.empty(); }

  private:
    std::map<int, std::map<int, std::deque<std::string>>> lines_;
    int turn_ = 0;
};

Placement placed(int source, int priority = 0) {
    Placement placement;
    placement.source = static_cast<SourceId>(source);
    placement.priority = static_cast<std::int8_t>(priority);
    return placement;
}

}  // namespace

TEST_CASE("A queue of many sources gives what the oracle gives, whatever is pushed, taken and put back") {
    std::mt19937 random(4);
    for (int sources : {1, 2, 3, 40}) {
        PathQueue queue;
        Oracle oracle;
        std::size_t size = 0;
        const auto draw = [&](int below) {
            return static_cast<int>(std::uniform_int_distribution<>(0, below - 1)(random));
        };
        for (int step = 0; step < 20'000; ++step) {
            // Fills for a while, then drains, so that lines begin and end all the time.
            if (draw(10) < (step / 500 % 2 ? 3 : 6) || oracle.empty()) {
                const int source = draw(sources), priority = draw(3) - 1;
                const std::string path =
                    "/" + std::to_string(step) + std::string(static_cast<std::size_t>(draw(90)), 'x');
                Placement placement = placed(source, priority);
                placement.kind = static_cast<std::uint8_t>(step);
                placement.attempts = 2;
                queue.push(placement, static_cast<std::uint8_t>(step % 7), path);
                oracle.push(source, priority, path);
                ++size;
                continue;
            }
            int source = 0, priority = 0;
            const PathQueue::Head head = queue.head();
            const auto entry = queue.pop();
            REQUIRE(entry);
            REQUIRE(entry->path == oracle.pop(source, priority));
            REQUIRE(entry->placement.source == static_cast<SourceId>(source));
            REQUIRE(entry->placement.priority == priority);
            REQUIRE(entry->placement.attempts == 2);
            REQUIRE(head.priority == priority);
            REQUIRE(head.origin == entry->origin);
            --size;
            if (draw(5) == 0) {
                queue.push_front(*entry);
                oracle.put_back(source, priority, entry->path);
                ++size;
            }
            REQUIRE(queue.size() == size);
        }
    }
}

TEST_CASE("An empty queue gives nothing") {
    PathQueue queue;
    CHECK(queue.empty());
    CHECK_FALSE(queue.pop());
    queue.push(placed(3), 0, "");
    CHECK(queue.pop()->path.empty());
    CHECK_FALSE(queue.pop());
}
