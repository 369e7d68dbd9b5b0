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
#include "casebook/selection.h"
#include "casebook/similarity.h"

namespace casebook {

namespace {

constexpr double joining_text = 0.8;  // likeness of two texts that joins their adverts

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

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

struct Member {
    ListingId id{};
    std::int64_t version = 0;
    std::string source, seller;
};

using TieKey = std::pair<LinkKind, std::string>;

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
    std::string account_of(const Member& member) const {
        // A page that names no seller is an account of its own: it may be anybody's.
        return member.source + '\n' +
               (member.seller.empty() ? std::to_string(static_cast<std::int64_t>(member.id)) : member.seller);
    }

    LinkReader::Parts& parts_;
    std::vector<Member> members_;
    std::map<TieKey, std::vector<std::size_t>> ties_;
    std::unordered_map<std::int64_t, std::string> picture_key_;           // image -> the value of its tie
    std::unordered_map<std::int64_t, std::vector<std::size_t>> buckets_;  // band -> members
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
    struct Row {
        std::int64_t image;
        std::string url, sha256;
        std::optional<std::uint64_t> perceptual;
    };
    std::vector<Row> rows;
    Statement& query = parts_.pictures_of;
    for (query.bind(members_[member].version); query.step();) {
        Row& row = rows.emplace_back(Row{query.integer(0), query.text(1), query.text(2), {}});
        if (!query.is_null(3)) row.perceptual = static_cast<std::uint64_t>(query.integer(3));
    }
    for (const Row& row : rows) {
        std::string& key = picture_key_[row.image];
        if (key.empty()) {
            key = row.url;  // the first met of those that look alike names them all
            for (const LinkReader::Parts::NearImage& near : parts_.images_like(row.image, row.sha256, row.perceptual))
                if (const auto known = picture_key_.find(near.image);
                    near.image != row.image && known != picture_key_.end() && !known->second.empty()) {
                    picture_key_[row.image] = known->second;
                    break;
                }
        }
        bear(LinkKind::picture, picture_key_[row.image], member);
    }
}

void Grouping::read_text(std::size_t member) {
    if (const auto bands = text_bands(parts_.text_of(members_[member].version)))
        for (const std::int64_t band : *bands) buckets_[band].push_back(member);
}

// Copies of one text: neighbours in a bucket are compared, and what is alike bears the same tie.
void Grouping::join_texts() {
    Union copies(members_.size());
    std::vector<std::size_t> bearing;
    for (auto& [band, bucket] : buckets_) {
        if (bucket.size() < 2) continue;
        const Shingles first = shingles_of(parts_.text_of(members_[bucket.front()].version));
        std::size_t compared = 0;
        for (std::size_t i = 1; i < bucket.size() && compared < link_limits::looked_at; ++i) {
            if (copies.find(bucket[i]) == copies.find(bucket.front())) continue;
            ++compared;
            if (similarity(first, shingles_of(parts_.text_of(members_[bucket[i]].version))) >= joining_text)
                copies.join(bucket[i], bucket.front());
        }
    }
    for (std::size_t member = 0; member < members_.size(); ++member)
        bear(LinkKind::text, std::to_string(copies.find(member)), member);
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
        for (const std::size_t member : tie.second) hands.join(member, tie.second.front());
    }

    std::map<std::size_t, LinkGroup> by_root;
    std::map<std::size_t, std::map<std::pair<std::string, std::string>, std::size_t>> accounts;
    for (std::size_t member = 0; member < members_.size(); ++member) {
        const Member& who = members_[member];
        by_root[hands.find(member)].listings.push_back(who.id);
        ++accounts[hands.find(member)][{who.source, who.seller}];
    }
    for (const auto* tie : joining) {
        LinkGroup& group = by_root[hands.find(tie->second.front())];
        if (tie->first.first != LinkKind::account)
            group.ties.push_back(
                {tie->first.first, tie->first.first == LinkKind::text ? "" : tie->first.second, tie->second.size()});
    }
    std::vector<LinkGroup> groups;
    for (auto& [root, group] : by_root) {
        if (group.listings.size() < 2 || group.ties.empty()) continue;
        for (const auto& [account, adverts] : accounts[root])
            group.accounts.push_back({account.first, account.second, adverts});
        std::stable_sort(group.accounts.begin(), group.accounts.end(),
                         [](const auto& a, const auto& b) { return a.adverts > b.adverts; });
        std::stable_sort(group.ties.begin(), group.ties.end(),
                         [](const auto& a, const auto& b) { return a.adverts > b.adverts; });
        groups.push_back(std::move(group));
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto& a, const auto& b) { return a.listings.size() > b.listings.size(); });
    return groups;
}

}  // namespace

std::vector<LinkGroup> LinkReader::groups(const Filter& filter, std::size_t most) {
    return Grouping(*parts_, filter, most).groups();
}

}  // namespace casebook
