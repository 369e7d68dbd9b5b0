// What belongs together is found, and what everybody shares ties nobody.
#include "casebook/links.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "casebook/picture_bands.h"
#include "casebook/similarity.h"
#include "casebook/writer.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

constexpr Milliseconds now = 1'772'600'000'000;

JudgedListing advert(int number, const std::string& source, const std::string& seller, const std::string& text) {
    JudgedListing judged = samples::ivory("https://" + source + ".example/" + std::to_string(number));
    judged.listing.source = source;
    judged.listing.seller = seller;
    judged.listing.passages[1].text = text;
    return judged;
}

// Words that no two numbers share.
std::string own_words(int number) {
    std::mt19937 random(static_cast<unsigned>(number));
    std::string text;
    for (int i = 0; i < 120; ++i) text += static_cast<char>('a' + random() % 26);
    return text;
}

const Link* link_of(const std::vector<Link>& links, LinkKind kind) {
    for (const Link& link : links)
        if (link.kind == kind) return &link;
    return nullptr;
}

struct Case {
    TemporaryFolder folder;
    Writer writer{folder / "case"};
    RunId run = writer.begin_run("scan", "test", now);

    void add(const std::vector<JudgedListing>& adverts) { writer.record(run, adverts, now); }
    void picture(const std::string& url, const std::string& sha256, std::uint64_t perceptual) {
        Visit visit;
        visit.source = "market";
        visit.pass = writer.begin_pass("market", now).id;
        visit.fetch.url = url;
        visit.fetch.status = "ok";
        visit.picture = Picture{url, sha256, perceptual, 1000};
        writer.record(run, std::vector{visit}, now);
    }
};

}  // namespace

TEST_CASE("A retold advert is found under another account, an unlike one is not") {
    Case made;
    const std::string text =
        "Old carved tusk from the estate of my grandfather, 42 cm long, 1.8 kg, "
        "brown patina, ships worldwide, ask for more pictures of the base and the tip.";
    std::string retold = text;
    retold.replace(retold.find("1.8 kg"), 6, "2.1 kg");
    made.add({advert(1, "market", "a", text), advert(2, "bazaar", "b", retold + " Now!"),
              advert(3, "bazaar", "c", own_words(3))});
    const std::vector<Link> links = LinkReader(made.folder / "case").links(ListingId{1});
    const Link* same = link_of(links, LinkKind::text);
    REQUIRE(same);
    REQUIRE(same->listings.size() == 1);
    CHECK(same->listings[0].id == ListingId{2});
    CHECK(same->listings[0].seller == "b");
    CHECK(same->listings[0].likeness > 0.8);
    CHECK_FALSE(same->common);
}

TEST_CASE("A telephone number ties accounts, whichever messenger it is named with") {
    Case made;
    auto first = advert(1, "market", "a", own_words(1)), second = advert(2, "bazaar", "b", own_words(2));
    first.contacts = {{"phone", "+33612345678"}};
    second.contacts = {{"whatsapp", "+33612345678"}, {"email", "b@mail.example"}};
    made.add({first, second, advert(3, "bazaar", "c", own_words(3))});
    const std::vector<Link> links = LinkReader(made.folder / "case").links(ListingId{1});
    const Link* contact = link_of(links, LinkKind::contact);
    REQUIRE(contact);
    CHECK(contact->value == "phone +33612345678");
    REQUIRE(contact->listings.size() == 1);
    CHECK(contact->listings[0].id == ListingId{2});
    CHECK(contact->accounts == 1);
}

TEST_CASE("A contact of one dealer with many adverts ties; the platform's support line does not") {
    Case made;
    std::vector<JudgedListing> adverts;
    for (int i = 1; i <= 60; ++i) {
        auto dealer = advert(i, "market", "dealer", own_words(i));
        dealer.contacts = {{"phone", "+111"}, {"phone", "+999"}};
        auto anybody = advert(1000 + i, "market", "seller" + std::to_string(i), own_words(1000 + i));
        anybody.contacts = {{"phone", "+999"}};
        adverts.push_back(dealer);
        adverts.push_back(anybody);
    }
    made.add(adverts);
    LinkReader reader(made.folder / "case");
    for (const Link& link : reader.links(ListingId{1})) {
        if (link.value == "phone +111") {
            CHECK(link.adverts == 59);
            CHECK(link.accounts == 1);
            CHECK_FALSE(link.common);
        }
        if (link.value == "phone +999") {
            CHECK(link.adverts == 119);
            CHECK(link.common);
        }
    }
    // The support line makes no group of everybody: the dealer's adverts are one, nobody else's.
    const std::vector<LinkGroup> groups = reader.groups({});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].listings.size() == 60);
    CHECK(groups[0].accounts.size() == 1);
    REQUIRE(groups[0].ties.size() == 1);
    CHECK(groups[0].ties[0].value == "+111");
}

TEST_CASE("The same picture is found by address, by digest and by its look") {
    Case made;
    auto one = advert(1, "market", "a", own_words(1)), two = advert(2, "bazaar", "b", own_words(2)),
         three = advert(3, "bazaar", "c", own_words(3)), four = advert(4, "bazaar", "d", own_words(4));
    one.listing.image_urls = {"https://i.example/1.jpg"};
    two.listing.image_urls = {"https://i.example/2.jpg"};
    three.listing.image_urls = {"https://i.example/3.jpg"};
    four.listing.image_urls = {"https://i.example/1.jpg"};
    made.add({one, two, three, four});
    made.picture("https://i.example/1.jpg", std::string(64, 'a'), 0x0123456789ABCDEF);
    made.picture("https://i.example/2.jpg", std::string(64, 'b'), 0x0123456789ABCDEF ^ 0x0101010101010100);  // 7 bits
    made.picture("https://i.example/3.jpg", std::string(64, 'c'), 0xFEDCBA9876543210);
    const std::vector<Link> links = LinkReader(made.folder / "case").links(ListingId{1});
    const Link* picture = link_of(links, LinkKind::picture);
    REQUIRE(picture);
    REQUIRE(picture->listings.size() == 2);
    CHECK(picture->listings[0].id == ListingId{4});
    CHECK(picture->listings[0].likeness == 1);
    CHECK(picture->listings[1].id == ListingId{2});
    CHECK(picture->listings[1].likeness < 1);

    const std::vector<StoredPicture> stored = Reader(made.folder / "case").pictures(ListingId{1});
    REQUIRE(stored.size() == 1);
    CHECK(stored[0].sha256 == std::string(64, 'a'));
    CHECK(stored[0].perceptual == 0x0123456789ABCDEF);
}

TEST_CASE("A picture fetched again stands under its new look alone") {
    Case made;
    auto one = advert(1, "market", "a", own_words(1)), two = advert(2, "bazaar", "b", own_words(2));
    one.listing.image_urls = {"https://i.example/1.jpg"};
    two.listing.image_urls = {"https://i.example/2.jpg"};
    made.add({one, two});
    made.picture("https://i.example/1.jpg", std::string(64, 'a'), 7);
    made.picture("https://i.example/2.jpg", std::string(64, 'b'), 7);
    made.picture("https://i.example/2.jpg", std::string(64, 'c'), ~std::uint64_t{7});
    CHECK(link_of(LinkReader(made.folder / "case").links(ListingId{1}), LinkKind::picture) == nullptr);
}

TEST_CASE("A telling name is the same person elsewhere, a first name is not") {
    CHECK(telling_name("ivory_king88"));
    CHECK(telling_name("象牙之王"));
    CHECK_FALSE(telling_name("Anna"));
    CHECK_FALSE(telling_name(""));
    Case made;
    auto elsewhere = advert(3, "forum", "x", own_words(3));
    elsewhere.contacts = {{"telegram", "ivory_king88"}};
    made.add({advert(1, "market", "ivory_king88", own_words(1)), advert(2, "bazaar", "Ivory_King88", own_words(2)),
              elsewhere, advert(4, "market", "Anna", own_words(4)), advert(5, "bazaar", "Anna", own_words(5))});
    LinkReader reader(made.folder / "case");
    const std::vector<Link> links = reader.links(ListingId{1});
    const Link* handle = link_of(links, LinkKind::handle);
    REQUIRE(handle);
    CHECK(handle->listings.size() == 2);
    CHECK(link_of(reader.links(ListingId{4}), LinkKind::handle) == nullptr);
}

TEST_CASE("Groups cross sources, and an advert alone is in none") {
    Case made;
    auto one = advert(1, "market", "a", own_words(1)), two = advert(2, "bazaar", "b", own_words(2)),
         three = advert(3, "forum", "c", own_words(3));
    one.contacts = {{"email", "x@mail.example"}};
    two.contacts = {{"email", "x@mail.example"}};
    two.listing.image_urls = three.listing.image_urls = {"https://i.example/p.jpg"};
    made.add({one, two, three, advert(4, "forum", "d", own_words(4))});
    const std::vector<LinkGroup> groups = LinkReader(made.folder / "case").groups({});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].listings.size() == 3);
    CHECK(groups[0].accounts.size() == 3);
    CHECK(groups[0].ties.size() == 2);
}

TEST_CASE(
    "One account with nothing but its name in common is no group; a name given as a contact elsewhere makes one") {
    Case made;
    made.add({advert(1, "market", "ivory_king88", own_words(1)), advert(2, "market", "ivory_king88", own_words(2))});
    LinkReader reader(made.folder / "case");
    CHECK(reader.groups({}).empty());
    auto elsewhere = advert(3, "forum", "x", own_words(3));
    elsewhere.contacts = {{"telegram", "Ivory_King88"}};
    made.add({elsewhere});
    const std::vector<LinkGroup> groups = reader.groups({});
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].listings.size() == 3);
    REQUIRE(groups[0].ties.size() == 1);
    CHECK(groups[0].ties[0].kind == LinkKind::handle);
}

TEST_CASE("Every hash within seven bits shares a band, whatever the bits") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2000; ++round) {
        const std::uint64_t hash = random();
        std::uint64_t other = hash;
        while (distance(hash, other) < near_picture_bits) other ^= std::uint64_t{1} << (random() % 64);
        const std::vector<std::int64_t> near = picture_bands_near(hash);
        bool shared = false;
        for (const std::int64_t band : picture_bands(other))
            shared = shared || std::find(near.begin(), near.end(), band) != near.end();
        REQUIRE(shared);
    }
}

TEST_CASE("Groups by text are those that comparing every two texts gives") {
    Case made;
    std::mt19937 random(11);
    std::vector<JudgedListing> adverts;
    std::vector<std::string> texts;
    for (int i = 0; i < 150; ++i) {
        std::string text = own_words(i);
        if (i % 3) {  // a copy of one that is there, a word or two changed
            text = texts[random() % texts.size()];
            for (std::size_t edits = random() % 3; edits > 0; --edits) text[random() % text.size()] = 'q';
        }
        texts.push_back(text);
        adverts.push_back(advert(i + 1, "market" + std::to_string(i % 7), "seller" + std::to_string(i), text));
    }
    made.add(adverts);

    std::vector<std::size_t> root(texts.size());
    for (std::size_t i = 0; i < root.size(); ++i) root[i] = i;
    const auto all_of = [&](std::size_t i) {  // as it is stored: with its title
        std::string all;
        for (const detector::Passage& passage : adverts[i].listing.passages) all += passage.text + '\n';
        return all;
    };
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (root[i] != root[j] && similarity(all_of(i), all_of(j)) >= 0.8)
                std::replace(root.begin(), root.end(), std::size_t{root[i]}, std::size_t{root[j]});
    std::map<std::size_t, std::set<std::int64_t>> by_root;
    for (std::size_t i = 0; i < root.size(); ++i) by_root[root[i]].insert(static_cast<std::int64_t>(i) + 1);
    std::set<std::set<std::int64_t>> expected, found;
    for (const auto& [ignored, members] : by_root)
        if (members.size() > 1 && members.size() <= link_limits::common_accounts) expected.insert(members);
    for (const LinkGroup& group : LinkReader(made.folder / "case").groups({})) {
        std::set<std::int64_t> members;
        for (const ListingId id : group.listings) members.insert(static_cast<std::int64_t>(id));
        found.insert(members);
    }
    CHECK(expected.size() >= 15);
    CHECK(found == expected);
}
