// What does it cost to ask what else an advert belongs to, among a million?
//
//   links_bench [ADVERTS] [FILE]     makes the casebook (a minute or two per million; kept where FILE is named and
//   found)
//
// The market is made to hurt: a support line on every fifth advert, a stock picture on every twentieth, a template on
// ten thousand, a dealer with two thousand adverts, texts copied and retold, pictures re-encoded (a few bits away).
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "casebook/links.h"
#include "casebook/picture_bands.h"
#include "casebook/similarity.h"
#include "casebook/sql.h"
#include "casebook/writer.h"

namespace {

using casebook::Database;
using casebook::Statement;

double cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string words(std::mt19937_64& random, int count) {
    static const std::vector<std::string> vocabulary = [] {
        std::mt19937_64 own(1);
        std::vector<std::string> made;
        for (int i = 0; i < 8000; ++i) {
            std::string word;
            for (std::uint64_t length = 3 + own() % 7; word.size() < length;)
                word += static_cast<char>('a' + own() % 26);
            made.push_back(word);
        }
        return made;
    }();
    std::string text;
    // Common words are common: the product of two draws leans to the front of the vocabulary.
    for (int i = 0; i < count; ++i) text += vocabulary[random() % 8000 * (random() % 8000) / 8000] + ' ';
    return text;
}

// One in fifty, of every kind of advert.
bool is_flagged(std::int64_t id) { return id * 7919 % 50 == id / 100 % 50; }

void fill(const std::filesystem::path& file, std::int64_t adverts) {
    casebook::Writer(file).begin_run("bench", "links_bench", 0);
    Database db(file, Database::Mode::write);
    db.execute("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000; BEGIN");
    db.execute("INSERT INTO judges VALUES (1,'lists','a','b','bench')");
    Statement source(db, "INSERT INTO sources(id, name) VALUES (?,?)");
    for (int i = 1; i <= 50; ++i) source.run(i, "market" + std::to_string(i));
    Statement seller(db, "INSERT INTO sellers(id, source_id, name) VALUES (?,?,?)");
    const std::int64_t sellers = std::max<std::int64_t>(adverts / 8, 1);
    for (std::int64_t i = 1; i <= sellers; ++i)
        seller.run(i, i % 50 + 1, "account_" + std::to_string(i % ((sellers - sellers / 50) | 1)));
    Statement listing(
        db,
        "INSERT INTO listings(id, source_id, identity, url, seller_id, first_seen_ms, last_seen_ms, version_id, "
        "assessment_id, level, score, appendix) VALUES (?1,?2,?3,?3,?4,?1,?1,?1,?1,?5,?6,'I')");
    Statement version(db,
                      "INSERT INTO versions(id, listing_id, number, text_sha256, first_seen_ms, title, seller) VALUES "
                      "(?1,?1,1,'',0,?2,?3)");
    Statement passage(db, "INSERT INTO passages VALUES (?,?,'description',NULL,?)");
    Statement assessment(db, "INSERT INTO assessments VALUES (?1,?1,1,1,0,?2,?3,0.5,'I',NULL,NULL,NULL)");
    Statement band(db, "INSERT OR IGNORE INTO text_bands VALUES (?,?)");
    Statement contact(db, "INSERT OR IGNORE INTO contacts(id, kind, value) VALUES (?,'phone',?)");
    Statement bears(db, "INSERT OR IGNORE INTO version_contacts VALUES (?,?)");
    Statement image(db, "INSERT OR IGNORE INTO images(id, url, sha256, perceptual, bytes) VALUES (?,?,?,?,1000)");
    Statement shows(db, "INSERT OR IGNORE INTO version_images VALUES (?,?,?)");
    Statement image_band(db, "INSERT OR IGNORE INTO image_bands VALUES (?,?,?)");
    std::mt19937_64 random(42);
    const std::string tmpl = words(random, 110);
    std::vector<std::string> copied;
    std::vector<std::uint64_t> looks;
    contact.run(1, "+1000");
    image.run(1, "https://i.example/stock.jpg", "stock", 12345);
    for (std::int64_t id = 1; id <= adverts; ++id) {
        const std::int64_t account =
            id % 500 == 0 && id / 500 <= 2000
                ? 1
                : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(sellers)) + 1;
        std::string text;
        if (id % 100 == 7 && id / 100 < 10'000)
            text = tmpl + words(random, 6);
        else if (id % 20 == 3 && !copied.empty())
            text = copied[random() % copied.size()] + words(random, 3);
        else
            text = words(random, 40 + static_cast<int>(random() % 60));
        if (id % 50 == 1) copied.push_back(text);
        const std::int64_t level = is_flagged(id) ? 3 : 0;
        listing.run(id, account % 50 + 1, "https://m" + std::to_string(account % 50) + ".example/" + std::to_string(id),
                    account, level, level * 25);
        version.run(id, text.substr(0, 40), "account_" + std::to_string(account));
        passage.run(id, 0, text.substr(0, 40));
        passage.run(id, 1, text);
        assessment.run(id, level, level * 25);
        if (const auto bands = casebook::text_bands(text.substr(0, 40) + '\n' + text + '\n'))
            for (const std::int64_t one : *bands) band.run(one, id);
        if (id % 5 == 0) bears.run(id, 1);
        if (id % 3 == 0) {
            const std::int64_t number = 2 + account;
            contact.run(number, "+33" + std::to_string(number));
            bears.run(id, number);
        }
        if (id % 20 == 0) {
            shows.run(id, 1, 1);
            continue;
        }
        std::uint64_t look = random();
        if (id % 10 == 4 && !looks.empty()) {
            look = looks[random() % looks.size()];
            for (int flips = static_cast<int>(random() % 8); flips > 0; --flips)
                look ^= std::uint64_t{1} << (random() % 64);
        }
        if (id % 50 == 2) looks.push_back(look);
        image.run(id + 1, "https://i.example/" + std::to_string(id) + ".jpg", std::to_string(look),
                  static_cast<std::int64_t>(look));
        shows.run(id, 0, id + 1);
        for (const std::int64_t one : casebook::picture_bands(look))
            image_band.run(one, static_cast<std::int64_t>(look), id + 1);
        if (id % 100'000 == 0) fmt::print(stderr, "{} adverts\n", id);
    }
    db.execute("COMMIT");
}

}  // namespace

int main(int argc, char** argv) {
    const std::int64_t adverts = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const std::filesystem::path file = argc > 2 ? argv[2] : "links_bench.db";
    if (!std::filesystem::exists(file)) fill(file, adverts);
    casebook::LinkReader reader(file);
    std::mt19937_64 random(7);
    std::vector<double> cpu, wall;
    std::size_t links = 0, common = 0;
    for (int i = 0; i < 1000; ++i) {
        const casebook::ListingId id{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(adverts)) + 1};
        const double before = cpu_ms();
        const auto begun = std::chrono::steady_clock::now();
        for (const casebook::Link& link : reader.links(id)) {
            ++links;
            common += link.common;
        }
        wall.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
        cpu.push_back(cpu_ms() - before);
    }
    std::sort(cpu.begin(), cpu.end());
    std::sort(wall.begin(), wall.end());
    fmt::print(
        "links of one advert among {}: CPU ms median {:.2f}, 95 % {:.2f}, most {:.2f}; wall ms median {:.2f}, 95 % "
        "{:.2f}\n",
        adverts, cpu[500], cpu[950], cpu.back(), wall[500], wall[950]);
    fmt::print("{} links found for 1,000 adverts, {} of them common\n", links, common);
    const double before = cpu_ms();
    const auto groups = reader.groups({});
    fmt::print("groups of the {} flagged: {} in {:.0f} CPU ms, the largest of {} adverts\n", adverts / 50,
               groups.size(), cpu_ms() - before, groups.empty() ? 0 : groups.front().listings.size());
}
