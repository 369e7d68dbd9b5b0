// The statements behind LinkReader, shared by links.cpp (one advert) and link_groups.cpp (a selection). Internal to
// casebook/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casebook/links.h"
#include "casebook/sql.h"

namespace casebook {

std::string lower(std::string name);  // ASCII: account names are compared without case

struct LinkReader::Parts {
    explicit Parts(const std::filesystem::path& file);

    struct Candidate {
        std::int64_t version = 0;
        double likeness = 1;
    };
    struct NearImage {
        std::int64_t image = 0;
        int bits = 0;  // that differ
    };

    std::string text_of(std::int64_t version);
    // The version_id column of a bound statement's rows.
    static std::vector<Candidate> versions(Statement& statement);
    // Pictures with the same file or nearly the same look, that one included; nearest first.
    std::vector<NearImage> images_like(std::int64_t image, const std::string& sha256,
                                       std::optional<std::uint64_t> perceptual);
    // Versions that share a band with this text, most bands first.
    std::vector<std::int64_t> texts_like(std::int64_t version, const std::string& text);
    // The candidates as adverts, counted by account; nothing is added where nobody else is among them.
    void settle(ListingId subject_id, std::vector<Candidate> candidates, Link link, std::vector<Link>& links);
    void link_pictures(ListingId id, std::int64_t version, std::vector<Link>& links);
    void link_text(ListingId id, std::int64_t version, std::vector<Link>& links);

    Database database;
    bool checked, cached;  // before any statement is prepared against tables that may not exist
    Statement subject, of_version, passages, of_seller, contacts_of, with_contact, namesakes, pictures_of, same_file,
        in_band, with_picture, with_band;
};

}  // namespace casebook
