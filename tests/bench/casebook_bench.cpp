// A casebook of any size, and how fast it answers what a review desk asks.
//
//   casebook_bench make FILE LISTINGS     writes it: a quarter of the adverts flagged, 20 sources, 12 languages
//   casebook_bench ask FILE               each question five times: median CPU and wall time in milliseconds
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "casebook/desk.h"
#include "casebook/desk_reader.h"
#include "casebook/flagged.h"
#include "casebook/reader.h"
#include "casebook/writer.h"

using namespace casebook;

namespace {

constexpr Milliseconds day = 86'400'000;
constexpr Milliseconds first_day = 1'740'000'000'000;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Taxon {
    const char *name, *appendix, *klass, *order, *family, *word;
};
constexpr Taxon taxa[] = {
    {"Loxodonta africana", "I/II", "Mammalia", "Proboscidea", "Elephantidae", "ivory"},
    {"Crocodylus porosus", "I/II", "Reptilia", "Crocodylia", "Crocodylidae", "crocodile"},
    {"Python bivittatus", "II", "Reptilia", "Squamata", "Pythonidae", "python"},
    {"Psittacus erithacus", "I", "Aves", "Psittaciformes", "Psittacidae", "african grey"},
    {"Testudo hermanni", "II", "Reptilia", "Testudines", "Testudinidae", "tortoise"},
    {"Dalbergia nigra", "I", "", "Fabales", "Fabaceae", "rosewood"},
    {"Manis javanica", "I", "Mammalia", "Pholidota", "Manidae", "pangolin"},
    {"Panthera tigris", "I", "Mammalia", "Carnivora", "Felidae", "tiger"},
    {"Hippocampus kuda", "II", "Actinopteri", "Syngnathiformes", "Syngnathidae", "seahorse"},
};
constexpr const char* languages[] = {"en", "de", "fr", "es", "it", "pt", "zh", "vi", "th", "ru", "id", "sw"};

// Words of a made-up tongue, some far more often than others, as in any language.
class Vocabulary {
  public:
    Vocabulary() {
        constexpr const char* parts[] = {"ba", "ke", "lo", "mi", "nu", "ra", "so", "ti", "ve", "zu", "pla", "stro"};
        std::mt19937 random(7);
        for (int i = 0; i < 6000; ++i) {
            std::string word;
            for (unsigned n = 1 + random() % 4; n > 0; --n) word += parts[random() % std::size(parts)];
            words_.push_back(word);
        }
    }
    std::string text(std::mt19937& random, int words) const {
        std::string text;
        for (int i = 0; i < words; ++i) {
            const double u = static_cast<double>(random()) / 4294967296.0;
            text += words_[static_cast<std::size_t>(u * u * u * static_cast<double>(words_.size()))];
            text += ' ';
        }
        return text;
    }

  private:
    std::vector<std::string> words_;
};

JudgedListing advert(std::size_t number, std::mt19937& random, const Vocabulary& words) {
    JudgedListing judged;
    detector::Listing& listing = judged.listing;
    listing.source = "market-" + std::to_string(random() % 20);
    listing.url = "https://" + listing.source + ".example/item/" + std::to_string(number);
    const auto tongue = static_cast<unsigned>(random() % 100);  // English half of the time, Swahili seldom
    listing.language = languages[tongue < 50 ? 0 : std::min(11U, tongue % 12)];
    listing.seller = "seller" + std::to_string(random() % 50'000);
    listing.location = "place " + std::to_string(random() % 500);
    listing.price = {std::to_string(random() % 5000) + " EUR", std::to_string(random() % 5000), "EUR"};
    std::string title = words.text(random, 5), description = words.text(random, 40);
    judged.judgement.by = {"lists 2026-03", "aaaa", "bbbb", "bench"};
    if (random() % 4 == 0) {
        const std::size_t which = std::min(random() % std::size(taxa), random() % std::size(taxa));
        const Taxon& taxon = taxa[which];
        const auto at = static_cast<std::uint32_t>(title.size());
        title += taxon.word;
        Judgement& judgement = judged.judgement;
        judgement.score = static_cast<int>(20 + random() % 80);
        judgement.level = static_cast<detector::Level>(1 + (judgement.score - 20) / 21);
        judgement.appendix = taxon.appendix;
        judgement.confidence = 0.5;
        judgement.taxa = {{taxon.name,
                           taxon.name,
                           "species",
                           taxon.appendix,
                           "",
                           "Animalia",
                           taxon.klass,
                           taxon.order,
                           taxon.family,
                           {"LIV"}}};
        if (random() % 500 == 0)
            judgement.taxa.push_back(
                {"rare", "Rarus singularis", "species", "I", "", "Animalia", "Aves", "Raria", "Raridae", {}});
        judgement.matches = {{0, detector::Field::title, at, at + static_cast<std::uint32_t>(title.size() - at),
                              taxon.word, taxon.word, "common", "en", "exact"}};
        judgement.reasons = {{"name", judgement.score, "the name of a listed species", {0}}};
    }
    listing.passages = {{detector::Field::title, "", title}, {detector::Field::description, "", description}};
    return judged;
}

int make(const std::string& file, std::size_t listings) {
    Writer writer(file);
    const RunId run = writer.begin_run("bench", "bench", first_day);
    const Vocabulary words;
    std::mt19937 random(1);
    double recording = 0;
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t done = 0; done < listings;) {
        std::vector<JudgedListing> batch;
        for (; batch.size() < 500 && done < listings; ++done) batch.push_back(advert(done, random, words));
        const double before = cpu_seconds();
        writer.record(run, batch, first_day + static_cast<Milliseconds>(done) * 400 * day / 1'000'000);
        recording += cpu_seconds() - before;
        if (done % 100'000 == 0)
            fmt::print(stderr, "{} listings, {:.0f} a CPU second, {:.0f} a second\n", done,
                       static_cast<double>(done) / recording,
                       static_cast<double>(done) /
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    Desk desk(file);
    const std::vector<Seen> flagged = DeskReader(file).seen({}, listings);
    std::vector<Seen> some;
    for (const Seen& seen : flagged) {
        if (random() % 10 < 3) some.push_back(seen);
        if (some.size() < 2000) continue;
        desk.decide(some, {"ana", random() % 3 ? "dismissed" : "confirmed", "as it reads", ""}, first_day + 401 * day);
        some.clear();
    }
    writer.end_run(run, "finished", first_day + 401 * day);
    fmt::print("{} listings, {} flagged; {:.0f} recorded a CPU second\n", listings, flagged.size(),
               static_cast<double>(listings) / recording);
    return 0;
}

template <typename Question>
void ask(const char* what, const Question& question) {
    std::vector<double> cpu, wall;
    std::int64_t answer = 0;
    for (int i = 0; i < 5; ++i) {
        const double before = cpu_seconds();
        const auto begun = std::chrono::steady_clock::now();
        answer = question();
        cpu.push_back((cpu_seconds() - before) * 1000);
        wall.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    }
    std::sort(cpu.begin(), cpu.end());
    std::sort(wall.begin(), wall.end());
    fmt::print("{:>8.1f} {:>8.1f}  {:>9}  {}\n", cpu[2], wall[2], answer, what);
}

int ask_all(const std::string& file) {
    { Writer upgrade(file); }
    Reader reader(file);
    const auto flagged = std::make_shared<Flagged>(file);
    DeskReader tables(file), desk(file, flagged);
    const auto size = [](const auto& rows) { return static_cast<std::int64_t>(rows.size()); };
    const double before = cpu_seconds();
    flagged->languages();
    fmt::print("{:.2f} CPU s to read the columns of the flagged adverts\n", cpu_seconds() - before);
    fmt::print("{:>8} {:>8}  {:>9}  {}\n", "CPU ms", "wall ms", "answer", "question");
    const std::vector<std::pair<const char*, Filter>> filters = {
        {"everything flagged", {}},
        {"status new", {.status = "new"}},
        {"level high, Appendix I", {.least_level = detector::Level::high, .appendices = {"I"}}},
        {"one source", {.sources = {"market-3"}}},
        {"one source, new, critical",
         {.least_level = detector::Level::critical, .sources = {"market-3"}, .status = "new"}},
        {"language sw", {.language = "sw"}},
        {"language sw, confirmed, Appendix III (none)",
         {.appendices = {"III"}, .language = "sw", .status = "confirmed"}},
        {"one week", {.since = "2025-06-01", .until = "2025-06-07"}},
        {"one seller", {.seller = "seller777"}},
        {"a common taxon", {.taxon = "Loxodonta africana"}},
        {"a class", {.taxon = "Reptilia"}},
        {"the kingdom", {.taxon = "Animalia"}},
        {"a rare taxon", {.taxon = "Rarus singularis"}},
        {"a taxon nobody has", {.taxon = "Vultur gryphus"}},
        {"a common word", {.text = "ivory"}},
        {"a rare word", {.text = "item/777777"}},
        {"two letters", {.text = "zu"}},
        {"one letter", {.text = "z"}},
        {"one rule", {.rule = "name"}},
        {"a rule that nothing rests on", {.rule = "nobody's"}},
        {"a common word of the lists, alone",
         {.word = "ivory", .word_language = "en", .word_kind = "common", .word_alone = true}},
        {"a rare word of the lists", {.word = "nothing", .word_kind = "common"}},
        {"two common words together", {.text = "bake ivory"}},
        {"a common word, one source, new", {.sources = {"market-3"}, .status = "new", .text = "ivory"}},
        {"a common word, unflagged too", {.least_level = detector::Level::none, .text = "strolo"}},
    };
    for (const auto& [name, filter] : filters) {
        const std::string what = name;
        ask((what + ": first page").c_str(), [&] { return size(desk.page(filter, {}).rows); });
        ask((what + ": page in the middle").c_str(), [&] {
            return size(desk.page(filter, {.from = Place{50, ListingId{0}}}).rows);
        });
        ask((what + ": newest first").c_str(), [&] { return size(desk.page(filter, {.order = Order::newest}).rows); });
        ask((what + ": counts by status up to 10,000").c_str(), [&] {
            std::int64_t counted = 0;
            for (const StatusCount& status : desk.counts(filter, 10'001)) counted += status.count.count;
            return counted;
        });
        ask((what + ": exact count").c_str(), [&] { return desk.count(filter, INT64_MAX).count; });
        if (filter.least_level != detector::Level::none)  // figures are of what is flagged
            ask((what + ": figures").c_str(), [&] { return desk.figures(filter).summary.listings; });
        ask((what + ": first page, by the tables").c_str(), [&] { return size(tables.page(filter, {}).rows); });
        ask((what + ": exact count, by the tables").c_str(), [&] { return reader.count(filter); });
    }
    ask("summary of everything flagged", [&] { return reader.summary({}).listings; });
    ask("summary of one source", [&] { return reader.summary({.sources = {"market-3"}}).listings; });
    ask("summary of one language", [&] { return reader.summary({.language = "en"}).listings; });
    const std::vector<ListingId> some = reader.select({}, 100, 5000);
    ask("a hundred adverts in full", [&] {
        std::int64_t found = 0;
        for (const ListingId id : some) found += reader.listing(id).has_value();
        return found;
    });
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    if (what == "make" && argc == 4) return make(argv[2], static_cast<std::size_t>(std::atoll(argv[3])));
    if (what == "ask" && argc == 3) return ask_all(argv[2]);
    fmt::print(stderr, "casebook_bench make FILE LISTINGS | ask FILE\n");
    return 2;
}
