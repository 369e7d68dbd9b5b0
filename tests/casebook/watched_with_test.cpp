// The casebook's memory of the watch lists that judged it.
#include <catch2/catch.hpp>

#include "casebook/watched_with.h"
#include "casebook/writer.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

struct World {
    World() { Writer writer(file); }
    void choose(ChosenBy who, const std::vector<WatchedWith>& lists) { remember_watch_lists(file, who, lists); }
    std::vector<WatchedWith> known() const { return watch_lists_of(file); }

    TemporaryFolder folder;
    std::filesystem::path file = folder / "case";
};

const WatchedWith ports{"/w/ports.tsv", "aa", {}};
const WatchedWith pets{"/w/pets.tsv", "bb", {"a", "b"}};

}  // namespace

TEST_CASE("a casebook that nothing watched knows no watch list", "[watch]") {
    const World world;
    CHECK(world.known().empty());
}

TEST_CASE("a crawl's choice takes the place of the crawl before, a scan's stays beside it", "[watch]") {
    World world;
    world.choose(ChosenBy::crawl, {ports, pets});
    CHECK(world.known() == std::vector<WatchedWith>{pets, ports});
    world.choose(ChosenBy::scan, {});
    CHECK(world.known() == std::vector<WatchedWith>{pets, ports});
    world.choose(ChosenBy::scan, {ports});
    world.choose(ChosenBy::crawl, {pets});
    CHECK(world.known() == std::vector<WatchedWith>{pets, ports});
    world.choose(ChosenBy::crawl, {});
    CHECK(world.known() == std::vector<WatchedWith>{ports});
}

TEST_CASE("a list that one command used for some sources and another for all is for all", "[watch]") {
    World world;
    world.choose(ChosenBy::crawl, {pets});
    world.choose(ChosenBy::scan, {{pets.file, "bb", {}}});
    REQUIRE(world.known().size() == 1);
    CHECK(world.known()[0].sources.empty());
}

TEST_CASE("what a rescan was told counts for the whole casebook, until the next crawl", "[watch]") {
    World world;
    world.choose(ChosenBy::crawl, {pets});
    world.choose(ChosenBy::scan, {ports});
    world.choose(ChosenBy::rescan, {});
    CHECK(world.known().empty());
    world.choose(ChosenBy::rescan, {ports});
    CHECK(world.known() == std::vector<WatchedWith>{ports});
    world.choose(ChosenBy::crawl, {pets});
    CHECK(world.known() == std::vector<WatchedWith>{pets});
}
