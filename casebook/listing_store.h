// Adverts into their tables: identity, versions, assessments, links. Internal to casebook/; runs inside the Writer's
// transaction and on its thread.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "casebook/pseudonym.h"
#include "casebook/records.h"
#include "casebook/sql.h"
#include "casebook/writer.h"

namespace casebook {

class ListingStore {
  public:
    ListingStore(Database& database, Pseudonyms sellers);

    std::int64_t source_id(const std::string& name);
    // Adds what became of it to `recorded`.
    void put(RunId run, std::int64_t source, std::optional<std::int64_t> fetch, const JudgedListing& judged,
             Milliseconds now, Recorded& recorded);
    // The same of a page that was fetched earlier than what is known: words not known become a version of that time.
    struct Times {
        Milliseconds seen, judged;
    };
    void put_past(RunId run, std::int64_t source, std::int64_t fetch, const JudgedListing& judged, Times times,
                  Recorded& recorded);
    void reassess(RunId run, std::int64_t version, const Judgement& judgement, const std::vector<Contact>& contacts,
                  Milliseconds now);
    // The adverts of this address are no longer offered.
    std::int64_t mark_gone(std::int64_t source, const std::string& url, Milliseconds now);
    // The advert of this address stands as it stood.
    std::int64_t seen_again(std::int64_t source, const std::string& url, Milliseconds now);
    // Ids remembered since the last commit may not exist after a rollback.
    void forget();

  private:
    struct Known {  // an advert as it stands
        std::int64_t id = 0, version = 0, number = 0, assessment = 0, judge = 0;
        std::string text_sha256, status;
        Milliseconds last_seen = 0;
        std::optional<Milliseconds> gone;
    };

    std::optional<Known> find(std::int64_t source, const std::string& identity);
    std::int64_t put(RunId run, std::int64_t source, std::optional<std::int64_t> fetch, const JudgedListing& judged,
                     Times times, std::optional<Known> known, const std::string& digest, Recorded& recorded);
    std::int64_t add_version(std::int64_t listing, std::int64_t number, const std::string& digest,
                             std::optional<std::int64_t> fetch, const JudgedListing& judged, const std::string& seller,
                             Milliseconds now);
    void link_contacts(std::int64_t version, const std::vector<Contact>& contacts);
    std::int64_t add_assessment(RunId run, std::int64_t version, std::int64_t judge, const Judgement& judgement,
                                Milliseconds now);
    void set_taxa(std::int64_t listing, const std::vector<JudgedTaxon>& taxa);
    std::int64_t taxon_id(const JudgedTaxon& taxon);
    void reopen_if_dismissed(const Known& known, std::int64_t assessment, bool flagged, Milliseconds now);
    std::int64_t judge_id(const Provenance& by);

    Database& database_;
    const Pseudonyms pseudonyms_;
    std::unordered_map<std::string, std::int64_t> sources_;
    std::optional<std::pair<Provenance, std::int64_t>> last_judge_;
    std::unordered_map<std::string, std::int64_t> taxa_;

    Statement find_, touch_, add_listing_, point_, add_version_, add_passage_, add_text_, add_band_;
    Statement add_assessment_, add_taxon_, add_regime_, add_match_, add_reason_;
    Statement add_listing_taxon_, drop_listing_taxa_;
    Statement seller_, contact_, link_contact_, image_, link_image_, gone_, again_, reopen_;
    Statement has_text_, widen_, gone_since_;
};

}  // namespace casebook
