#include "casebook/links.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "casebook/link_parts.h"
#include "casebook/picture_bands.h"
#include "casebook/schema.h"
#include "casebook/similarity.h"

namespace casebook {

namespace {

using namespace link_limits;

// Numbers reach a person through whatever messenger they are registered with: equal values are one contact.
constexpr const char* contact_kinds =
    "('phone','email','whatsapp','telegram','wechat','line','zalo','viber','signal','skype','instagram','facebook')";

constexpr const char* listing_of_version = R"(
SELECT l.id, s.name, v.seller, v.title, l.url, l.level, l.status, l.first_seen_ms, l.source_id, v.listing_id
FROM versions v JOIN listings l ON l.id = v.listing_id JOIN sources s ON s.id = l.source_id WHERE v.id = ?)";

}  // namespace

std::string_view to_string(LinkKind kind) {
    switch (kind) {
        case LinkKind::account:
            return "account";
        case LinkKind::contact:
            return "contact";
        case LinkKind::handle:
            return "handle";
        case LinkKind::picture:
            return "picture";
        case LinkKind::text:
            return "text";
    }
    return "";
}

std::string lower(std::string name) {
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return name;
}

bool telling_name(std::string_view name) {
    std::size_t characters = 0;
    bool marked = false, ascii = true;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        characters += (byte & 0xC0) != 0x80;
        ascii = ascii && byte < 0x80;
        marked = marked || (byte < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'));
    }
    if (!ascii) return characters >= 4;
    return characters >= 10 || (characters >= 5 && marked);
}

LinkReader::Parts::Parts(const std::filesystem::path& file)
    : database(file, Database::Mode::read),
      checked((require_current_schema(database), true)),
      cached((database.execute("PRAGMA cache_size = -65536"), true)),  // lookups in many places: inner pages stay
      subject(database,
              "SELECT l.version_id, l.source_id, l.seller_id, v.seller FROM listings l "
              "JOIN versions v ON v.id = l.version_id WHERE l.id = ?"),
      of_version(database, listing_of_version),
      passages(database, "SELECT text FROM passages WHERE version_id = ? ORDER BY number"),
      of_seller(database, "SELECT version_id FROM listings WHERE seller_id = ? AND id <> ? ORDER BY id DESC LIMIT ?"),
      contacts_of(database,
                  "SELECT c.kind, c.value FROM version_contacts vc JOIN contacts c ON c.id = vc.contact_id "
                  "WHERE vc.version_id = ? ORDER BY c.id"),
      with_contact(database, std::string("SELECT vc.version_id FROM contacts c JOIN version_contacts vc "
                                         "ON vc.contact_id = c.id WHERE c.kind IN ") +
                                 contact_kinds + " AND c.value = ? LIMIT ?"),
      namesakes(database,
                "SELECT l.version_id FROM sellers s JOIN listings l ON l.seller_id = s.id "
                "WHERE s.name = ? COLLATE NOCASE AND s.source_id <> ? LIMIT ?"),
      pictures_of(database,
                  "SELECT i.id, i.url, i.sha256, i.perceptual FROM version_images vi "
                  "JOIN images i ON i.id = vi.image_id WHERE vi.version_id = ? ORDER BY vi.number"),
      same_file(database, "SELECT id FROM images WHERE sha256 = ? LIMIT ?"),
      in_band(database, "SELECT perceptual, image_id FROM image_bands WHERE band = ?"),
      with_picture(database,
                   "SELECT version_id FROM version_images WHERE image_id = ? ORDER BY version_id DESC LIMIT ?"),
      with_band(database, "SELECT version_id FROM text_bands WHERE band = ? LIMIT ?") {}

std::string LinkReader::Parts::text_of(std::int64_t version) {
    std::string text;  // as ListingStore joined it for its bands
    for (passages.bind(version); passages.step();) (text += passages.text(0)) += '\n';
    return text;
}

void LinkReader::Parts::settle(ListingId subject_id, std::vector<Candidate> candidates, Link link,
                               std::vector<Link>& links) {
    std::map<std::int64_t, LinkedListing> listings;
    std::set<std::pair<std::int64_t, std::string>> accounts;
    std::map<std::int64_t, std::size_t> unnamed;  // by source
    for (const Candidate& candidate : candidates) {
        if (listings.size() >= looked_at) {
            link.at_least = true;
            break;
        }
        if (!of_version.first(candidate.version)) continue;
        const ListingId id{of_version.integer(0)};
        if (id == subject_id) continue;
        const auto [at, is_new] = listings.try_emplace(of_version.integer(0));
        LinkedListing& listing = at->second;
        listing.likeness = is_new ? candidate.likeness : std::max(listing.likeness, candidate.likeness);
        if (!is_new) continue;  // another version of one that is here already
        listing.id = id;
        listing.source = of_version.text(1);
        listing.seller = of_version.text(2);
        listing.title = of_version.text(3);
        listing.url = of_version.text(4);
        listing.level = static_cast<detector::Level>(of_version.integer(5));
        listing.status = of_version.text(6);
        listing.first_seen_ms = of_version.integer(7);
        const std::int64_t source = of_version.integer(8);
        if (listing.seller.empty())
            ++unnamed[source];
        else
            accounts.emplace(source, listing.seller);
    }
    of_version.reset();
    if (listings.empty()) return;
    link.adverts = listings.size();
    link.accounts = accounts.size() + unnamed.size();
    link.common = accounts.size() > common_accounts;
    for (const auto& [source, count] : unnamed) link.common = link.common || count > common_unnamed;
    for (auto& [id, listing] : listings) link.listings.push_back(std::move(listing));
    std::stable_sort(link.listings.begin(), link.listings.end(), [](const auto& a, const auto& b) {
        return a.likeness != b.likeness ? a.likeness > b.likeness : a.first_seen_ms > b.first_seen_ms;
    });
    if (link.listings.size() > shown) link.listings.resize(shown);
    links.push_back(std::move(link));
}

std::vector<LinkReader::Parts::Candidate> LinkReader::Parts::versions(Statement& statement) {
    std::vector<Candidate> found;
    while (statement.step()) found.push_back({statement.integer(0), 1});
    return found;
}

std::vector<LinkReader::Parts::NearImage> LinkReader::Parts::images_like(std::int64_t image, const std::string& sha256,
                                                                         std::optional<std::uint64_t> perceptual) {
    std::vector<NearImage> found{{image, 0}};
    if (!sha256.empty())
        for (same_file.bind(sha256, looked_at); same_file.step();)
            if (same_file.integer(0) != image) found.push_back({same_file.integer(0), 0});
    if (!perceptual) return found;
    std::set<std::int64_t> known;
    for (const NearImage& near : found) known.insert(near.image);
    for (const std::int64_t band : picture_bands_near(*perceptual)) {
        std::size_t seen = 0;  // a band that too many pictures fall into tells little, and must not cost much
        for (in_band.bind(band); in_band.step() && ++seen <= looks_compared;) {
            const int bits = distance(*perceptual, static_cast<std::uint64_t>(in_band.integer(0)));
            if (bits <= near_picture_bits && known.insert(in_band.integer(1)).second)
                found.push_back({in_band.integer(1), bits});
        }
        in_band.reset();
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.bits < b.bits; });
    return found;
}

void LinkReader::Parts::link_pictures(ListingId id, std::int64_t version, std::vector<Link>& links) {
    struct Of {
        std::int64_t image;
        std::string url, sha256;
        std::optional<std::uint64_t> perceptual;
    };
    std::vector<Of> own;
    for (pictures_of.bind(version); pictures_of.step();) {
        Of& picture = own.emplace_back(Of{pictures_of.integer(0), pictures_of.text(1), pictures_of.text(2), {}});
        if (!pictures_of.is_null(3)) picture.perceptual = static_cast<std::uint64_t>(pictures_of.integer(3));
    }
    for (const Of& picture : own) {
        std::vector<Candidate> candidates;
        for (const NearImage& near : images_like(picture.image, picture.sha256, picture.perceptual)) {
            for (with_picture.bind(near.image, looked_at); with_picture.step();)
                candidates.push_back({with_picture.integer(0), 1 - near.bits / 64.0});
            if (candidates.size() > 2 * looked_at) break;
        }
        settle(id, std::move(candidates), {.kind = LinkKind::picture, .value = picture.url}, links);
    }
}

// Rare bands first: what a band full of templates would crowd out is found through the others.
std::vector<std::int64_t> LinkReader::Parts::texts_like(std::int64_t version, const std::string& text) {
    const std::optional<TextBands> bands = text_bands(text);
    if (!bands) return {};
    std::vector<std::vector<std::int64_t>> buckets;
    for (const std::int64_t band : *bands) {
        std::vector<std::int64_t>& bucket = buckets.emplace_back();
        for (with_band.bind(band, looked_at); with_band.step();) bucket.push_back(with_band.integer(0));
    }
    std::stable_sort(buckets.begin(), buckets.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    std::unordered_map<std::int64_t, std::size_t> shared;
    std::vector<std::int64_t> found;
    for (const std::vector<std::int64_t>& bucket : buckets)
        for (const std::int64_t other : bucket)
            if (other != version && ++shared[other] == 1) found.push_back(other);
    std::stable_sort(found.begin(), found.end(), [&](std::int64_t a, std::int64_t b) { return shared[a] > shared[b]; });
    return found;
}

void LinkReader::Parts::link_text(ListingId id, std::int64_t version, std::vector<Link>& links) {
    const std::string text = text_of(version);
    const std::vector<std::int64_t> others = texts_like(version, text);
    if (others.empty()) return;
    const Shingles own = shingles_of(text);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < others.size() && i < texts_compared; ++i)
        if (const double alike = similarity(own, shingles_of(text_of(others[i]))); alike >= near_text)
            candidates.push_back({others[i], alike});
    Link link{.kind = LinkKind::text};
    link.at_least = others.size() > texts_compared && candidates.size() * 2 > texts_compared;
    const std::size_t before = links.size();
    settle(id, candidates, link, links);
    if (links.size() == before || !links.back().common) return;
    // A template that half the market uses: only a word-for-word copy still means something.
    std::erase_if(candidates, [](const Candidate& candidate) { return candidate.likeness < same_text; });
    std::vector<Link> copies;
    settle(id, candidates, link, copies);
    if (!copies.empty() && !copies.front().common) links.back() = std::move(copies.front());
}

LinkReader::LinkReader(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
LinkReader::~LinkReader() = default;
LinkReader::LinkReader(LinkReader&&) noexcept = default;

std::vector<Link> LinkReader::links(ListingId id) {
    Parts& parts = *parts_;
    const Snapshot snapshot(parts.database);
    std::vector<Link> links;
    if (!parts.subject.first(id)) return links;
    const std::int64_t version = parts.subject.integer(0), source = parts.subject.integer(1);
    const std::optional<std::int64_t> seller =
        parts.subject.is_null(2) ? std::nullopt : std::optional(parts.subject.integer(2));
    const std::string name = parts.subject.text(3);
    parts.subject.reset();

    if (seller) {
        parts.of_seller.bind(*seller, id, looked_at + 1);
        parts.settle(id, parts.versions(parts.of_seller), {.kind = LinkKind::account, .value = name}, links);
    }
    std::vector<Contact> contacts;
    for (parts.contacts_of.bind(version); parts.contacts_of.step();)
        contacts.push_back({parts.contacts_of.text(0), parts.contacts_of.text(1)});
    for (const Contact& contact : contacts) {
        parts.with_contact.bind(contact.value, 2 * looked_at);
        parts.settle(id, parts.versions(parts.with_contact),
                     {.kind = LinkKind::contact, .value = contact.kind + " " + contact.value}, links);
    }
    if (telling_name(name)) {
        parts.namesakes.bind(name, source, looked_at + 1);
        std::vector<Parts::Candidate> candidates = parts.versions(parts.namesakes);
        for (const std::string& spelling : {name, lower(name)}) {
            parts.with_contact.bind(spelling, looked_at);
            for (const Parts::Candidate& candidate : parts.versions(parts.with_contact))
                candidates.push_back(candidate);
            if (spelling == lower(name)) break;
        }
        parts.settle(id, std::move(candidates), {.kind = LinkKind::handle, .value = name}, links);
    }
    parts.link_pictures(id, version, links);
    parts.link_text(id, version, links);
    return links;
}

}  // namespace casebook
