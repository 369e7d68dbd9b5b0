// Groups of adverts: a union of what each tie joins. What more than a handful of accounts bear joins nothing, so that
// one stock picture does not make one group of the whole market.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include "casebook/link_parts.h"
#include "casebook/links.h"
#include "casebook/picture_bands.h"
#include "casebook/selection.h"
#include "casebook/similarity.h"

namespace casebook {

namespace {

constexpr double joining_text = 0.8;     // likeness of two texts that joins their adverts
constexpr double worth_comparing = 0.5;  // of their minima: one pair in a thousand that joins has less
constexpr std::size_t leaders = 64;      // of a bucket: texts that others in it are compared with

class Union {  // disjoint sets (Tarjan 1975), by index
  public:
    explicit Union(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
    std::size_t find(std::size_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

  private:
    std::vector<std::size_t> parent_;
};

struct Member {
    ListingId id{};
    std::int64_t version = 0;
    std::string source, seller;
};

using TieKey = std::pair<LinkKind, std::string>;
struct HashOfTie {
    std::size_t operator()(const TieKey& key) const {
        return std::hash<std::string>()(key.second) ^ static_cast<std::size_t>(key.first);
    }
};

// One name for all pictures that look alike: the address of the first met. Asks nothing of the casebook: only pictures
// of the selection tie its adverts.
class PictureNames {
  public:
    const std::string& of(std::int64_t image, const std::string& url, const std::string& sha256,
                          std::optional<std::uint64_t> perceptual) {
        const auto [name, is_new] = by_image_.try_emplace(image, names_.size());
        if (!is_new) return names_[name->second];
        if (const std::optional<std::size_t> known = like(sha256, perceptual))
            name->second = *known;
        else
            names_.push_back(url);
        if (!sha256.empty()) by_file_.try_emplace(sha256, name->second);
        if (!perceptual) return names_[name->second];
        for (const std::int64_t band : picture_bands(*perceptual)) {
            std::size_t& newest = newest_[static_cast<std::size_t>(band)];
            looks_.push_back({*perceptual, name->second, std::exchange(newest, looks_.size())});
        }
        return names_[name->second];
    }

  private:
    struct Look {
        std::uint64_t perceptual;
        std::size_t name;
        std::size_t before;  // in the same band
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::optional<std::size_t> like(const std::string& sha256, std::optional<std::uint64_t> perceptual) const {
        if (const auto same = by_file_.find(sha256); same != by_file_.end()) return same->second;
        if (!perceptual) return std::nullopt;
        for (const std::int64_t band : picture_bands_near(*perceptual)) {
            std::size_t seen = 0;  // what too many share tells little, and must not cost much
            for (std::size_t at = newest_[static_cast<std::size_t>(band)];
                 at != none && ++seen <= link_limits::looks_compared; at = looks_[at].before)
                if (distance(*perceptual, looks_[at].perceptual) <= near_picture_bits) return looks_[at].name;
        }
        return std::nullopt;
    }

    std::vector<std::string> names_;
    std::unordered_map<std::int64_t, std::size_t> by_image_;
    std::unordered_map<std::string, std::size_t> by_file_;
    std::vector<Look> looks_;
    std::vector<std::size_t> newest_ = std::vector<std::size_t>(4 << 16, none);  // by band
};

// The walk over one selection; everything in it is an index into `members`.
class Grouping {
  public:
    Grouping(LinkReader::Parts& parts, const Filter& filter, std::size_t most);
    std::vector<LinkGroup> groups();

  private:
    void bear(LinkKind kind, const std::string& value, std::size_t member) {
        std::vector<std::size_t>& bearers = ties_[{kind, value}];
        if (bearers.empty() || bearers.back() != member) bearers.push_back(member);
    }
    void read_contacts(std::size_t member);
    void read_pictures(std::size_t member);
    void read_text(std::size_t member);
    void join_texts();
    void join_bucket(const std::vector<std::size_t>& bucket, Union& copies);
    std::string account_of(const Member& member) const {
        // A page that names no seller is an account of its own: it may be anybody's.
        return member.source + '\n' +
               (member.seller.empty() ? std::to_string(static_cast<std::int64_t>(member.id)) : member.seller);
    }

    LinkReader::Parts& parts_;
    std::vector<Member> members_;
    std::unordered_map<TieKey, std::vector<std::size_t>, HashOfTie> ties_;
    PictureNames pictures_;
    std::vector<std::optional<MinHashes>> texts_;                 // by member
    std::vector<std::pair<std::int64_t, std::size_t>> in_bands_;  // band and member
};

Grouping::Grouping(LinkReader::Parts& parts, const Filter& filter, std::size_t most) : parts_(parts) {
    const Selection selection(parts.database, filter);
    Statement query(parts.database,
                    "SELECT l.id, l.version_id, s.name, v.seller FROM " + selection.from() +
                        " JOIN sources s ON s.id = l.source_id JOIN versions v ON v.id = l.version_id WHERE " +
                        selection.where() + " ORDER BY l.score DESC, l.id LIMIT ?");
    query.bind_one(selection.bind(query), most);
    while (query.step())
        members_.push_back({ListingId{query.integer(0)}, query.integer(1), query.text(2), query.text(3)});
}

void Grouping::read_contacts(std::size_t member) {
    const Member& who = members_[member];
    for (parts_.contacts_of.bind(who.version); parts_.contacts_of.step();) {
        const std::string value = parts_.contacts_of.text(1);
        bear(LinkKind::contact, value, member);  // one number, whichever messenger it is named with
        if (telling_name(value)) bear(LinkKind::handle, lower(value), member);
    }
    if (!who.seller.empty()) bear(LinkKind::account, who.source + '\n' + who.seller, member);
    if (telling_name(who.seller)) bear(LinkKind::handle, lower(who.seller), member);
}

void Grouping::read_pictures(std::size_t member) {
    Statement& query = parts_.pictures_of;
    for (query.bind(members_[member].version); query.step();) {
        std::optional<std::uint64_t> perceptual;
        if (!query.is_null(3)) perceptual = static_cast<std::uint64_t>(query.integer(3));
        bear(LinkKind::picture, pictures_.of(query.integer(0), query.text(1), query.text(2), perceptual), member);
    }
}

void Grouping::read_text(std::size_t member) {
    texts_.push_back(min_hashes(parts_.text_of(members_[member].version)));
    if (texts_.back())
        for (const std::int64_t band : bands_of(*texts_.back())) in_bands_.push_back({band, member});
}

// Each text of a bucket is compared with the first few that differ; what their minima tell apart is not read.
void Grouping::join_bucket(const std::vector<std::size_t>& bucket, Union& copies) {
    struct Leader {
        std::size_t member;
        Shingles shingles;  // once asked for
    };
    const auto shingles_for = [&](std::size_t member, Shingles& known) -> const Shingles& {
        if (known.empty()) known = shingles_of(parts_.text_of(members_[member].version));
        return known;
    };
    std::vector<Leader> led;
    for (const std::size_t member : bucket) {
        Shingles own;
        bool twin = false;  // of a leader: comparing with both would tell nothing more
        for (Leader& leader : led) {
            const double alike = estimated_similarity(*texts_[member], *texts_[leader.member]);
            twin = twin || alike > link_limits::same_text;
            if (alike < worth_comparing || copies.find(member) == copies.find(leader.member)) continue;
            if (similarity(shingles_for(member, own), shingles_for(leader.member, leader.shingles)) >= joining_text)
                copies.join(member, leader.member);
        }
        if (!twin && led.size() < leaders) led.push_back({member, std::move(own)});
    }
}

// Copies of one text bear the same tie.
void Grouping::join_texts() {
    Union copies(members_.size());
    std::sort(in_bands_.begin(), in_bands_.end());
    std::vector<std::size_t> bucket;
    for (auto at = in_bands_.begin(); at != in_bands_.end();) {
        bucket.clear();
        for (const std::int64_t band = at->first; at != in_bands_.end() && at->first == band; ++at)
            bucket.push_back(at->second);
        if (bucket.size() > 1) join_bucket(bucket, copies);
    }
    std::vector<std::size_t> size(members_.size());
    for (std::size_t member = 0; member < members_.size(); ++member) ++size[copies.find(member)];
    for (std::size_t member = 0; member < members_.size(); ++member)
        if (const std::size_t text = copies.find(member); size[text] > 1)
            bear(LinkKind::text, std::to_string(text), member);
}

std::vector<LinkGroup> Grouping::groups() {
    for (std::size_t member = 0; member < members_.size(); ++member) {
        read_contacts(member);
        read_pictures(member);
        read_text(member);
    }
    join_texts();

    Union hands(members_.size());
    std::vector<const std::pair<const TieKey, std::vector<std::size_t>>*> joining;
    for (const auto& tie : ties_) {
        if (tie.second.size() < 2) continue;
        std::set<std::string> accounts;
        for (const std::size_t member : tie.second) accounts.insert(account_of(members_[member]));
        if (tie.first.first != LinkKind::account && accounts.size() > link_limits::common_accounts) continue;
        if (tie.first.first == LinkKind::handle) {
            // An account bears its own name; a name ties where it is another account's, or is given as a contact there.
            const bool named = std::any_of(tie.second.begin(), tie.second.end(), [&](std::size_t member) {
                return lower(members_[member].seller) == tie.first.second;
            });
            if (!named || accounts.size() < 2) continue;
        }
        joining.push_back(&tie);
    }
    std::sort(joining.begin(), joining.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    for (const auto* tie : joining)
        for (const std::size_t member : tie->second) hands.join(member, tie->second.front());

    std::vector<std::size_t> size(members_.size());
    for (std::size_t member = 0; member < members_.size(); ++member) ++size[hands.find(member)];
    std::vector<LinkGroup> groups;  // in the order of their strongest advert
    std::unordered_map<std::size_t, std::size_t> number;
    std::vector<std::map<std::pair<std::string, std::string>, std::size_t>> accounts;
    for (std::size_t member = 0; member < members_.size(); ++member) {
        const std::size_t root = hands.find(member);
        if (size[root] < 2) continue;
        const std::size_t group = number.try_emplace(root, groups.size()).first->second;
        if (group == groups.size()) {
            groups.emplace_back();
            accounts.emplace_back();
        }
        groups[group].listings.push_back(members_[member].id);
        ++accounts[group][{members_[member].source, members_[member].seller}];
    }
    for (const auto* tie : joining)
        if (tie->first.first != LinkKind::account)
            groups[number.at(hands.find(tie->second.front()))].ties.push_back(
                {tie->first.first, tie->first.first == LinkKind::text ? "" : tie->first.second, tie->second.size()});
    for (std::size_t group = 0; group < groups.size(); ++group) {
        for (const auto& [account, adverts] : accounts[group])
            groups[group].accounts.push_back({account.first, account.second, adverts});
        const auto more = [](const auto& a, const auto& b) { return a.adverts > b.adverts; };
        std::stable_sort(groups[group].accounts.begin(), groups[group].accounts.end(), more);
        std::stable_sort(groups[group].ties.begin(), groups[group].ties.end(), more);
    }
    std::erase_if(groups, [](const LinkGroup& group) { return group.ties.empty(); });
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto& a, const auto& b) { return a.listings.size() > b.listings.size(); });
    return groups;
}

}  // namespace

std::vector<LinkGroup> LinkReader::groups(const Filter& filter, std::size_t most) {
    const Snapshot snapshot(parts_->database);
    return Grouping(*parts_, filter, most).groups();
}

}  // namespace casebook
