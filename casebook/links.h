// What else an advert belongs to: the same words, contact, picture or account name under other adverts.
//
// Everything is looked up through an index and up to a bound, so that a lookup costs the same few milliseconds whether
// the casebook holds a thousand adverts or a million. What many accounts share ties nobody to anybody: a platform's
// support line, a shop's stock picture, a template. Such a link is marked common and shown for what it is. One account
// with a thousand adverts is not "many": frequency is counted in accounts, and where pages name no seller, in adverts.
//
// Reads the last commit on a connection of its own; used by one thread at a time. Throws StoreError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"
#include "casebook/records.h"

namespace casebook {

enum class LinkKind : std::uint8_t {
    account,  // the same seller on the same source
    contact,  // telephone, e-mail, messenger
    handle,   // the account's name on another source, or as a contact
    picture,  // the same file, or one that looks the same (picture_bands.h)
    text      // nearly the same words (similarity.h)
};
std::string_view to_string(LinkKind kind);

namespace link_limits {
inline constexpr std::size_t looked_at = 400;         // adverts behind one link: more are not counted
inline constexpr std::size_t shown = 50;              // of them, the most alike and newest
inline constexpr std::size_t common_accounts = 20;    // more than these share it: it ties nobody
inline constexpr std::size_t common_unnamed = 200;    // the same for adverts of one source that name no seller
inline constexpr std::size_t texts_compared = 64;     // candidates whose words are compared in full
inline constexpr std::size_t looks_compared = 4'000;  // pictures of one band
inline constexpr double near_text = 0.7;              // Jaccard similarity of the same advert, retold
inline constexpr double same_text = 0.95;
}  // namespace link_limits

struct LinkedListing {
    ListingId id{};
    std::string source, seller, title, url;
    detector::Level level = detector::Level::none;
    std::string status;
    Milliseconds first_seen_ms = 0;
    double likeness = 1;  // text: similarity; picture: share of equal bits
};

struct Link {
    LinkKind kind{};
    std::string value;  // "phone +33612345678", the picture's address, the account's name; empty for text
    std::vector<LinkedListing> listings;    // others than the one asked about
    std::size_t adverts = 0, accounts = 0;  // behind the link, the one asked about not counted
    bool at_least = false;                  // there are more: counting stopped
    bool common = false;                    // shared by too many to tie anybody to anybody
};

struct LinkGroup {  // adverts that presumably come from the same hands
    struct Tie {
        LinkKind kind{};
        std::string value;
        std::size_t adverts = 0;  // of the group that bear it
    };
    struct Account {
        std::string source, seller;  // seller empty: the page names none
        std::size_t adverts = 0;
    };
    std::vector<ListingId> listings;  // strongest first
    std::vector<Account> accounts;    // most adverts first
    std::vector<Tie> ties;            // what holds it together
};

class LinkReader {
  public:
    explicit LinkReader(const std::filesystem::path& file);
    ~LinkReader();
    LinkReader(LinkReader&&) noexcept;

    // In the order of LinkKind; only those with somebody at the other end.
    std::vector<Link> links(ListingId id);

    // The selected adverts tied to each other by what is not common among them, each advert in one group at most;
    // groups of one account with nothing but its name in common are left out. Largest first. Of more than `most`
    // adverts only the strongest are looked at.
    std::vector<LinkGroup> groups(const Filter& filter, std::size_t most = 50'000);

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

// Does an account's name say more than a common first name does? "ivory_king88" does, "Anna" does not.
bool telling_name(std::string_view name);

}  // namespace casebook
