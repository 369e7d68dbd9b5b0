// The desk: what all visits share, and the gate every request passes.
//
// The gate, in this order: a Host that cannot be an attacker's name (DNS rebinding), a session, a token on every POST,
// then the page. Safe from many threads: readers are lent one to a visit, writing hands are guarded by a mutex each.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "casebook/desk.h"
#include "casebook/flagged.h"
#include "casebook/writer.h"
#include "tools/http_server.h"
#include "tools/message_catalogue.h"
#include "tools/report/cites_words.h"
#include "tools/report/country.h"
#include "tools/review/accounts.h"
#include "tools/review/sessions.h"
#include "tools/review/taxon_cards.h"
#include "tools/review/visit.h"

namespace tools::review {

struct DeskOptions {
    std::filesystem::path casebook;
    std::filesystem::path archive;        // pictures are read from it
    std::filesystem::path accounts;       // names and hashed passwords; no such file: nobody signs in
    bool demand_sign_in = false;          // also without a single account: nobody gets in then
    std::string analyst;                  // who acts where nobody signs in
    std::vector<std::string> host_names;  // further names in the Host header that are ours (behind a proxy)
    std::vector<std::filesystem::path> lists;
    std::size_t readers = 8;
};

// Readers of the casebook, lent one to a visit.
class Readers {
  public:
    Readers(const std::filesystem::path& casebook, std::size_t most);
    void prepare();  // reads what all share, ahead of the first who asks

    struct Set {
        Set(const std::filesystem::path& file, std::shared_ptr<casebook::Flagged> flagged)
            : adverts(file), queue(file, std::move(flagged)), links(file) {}
        casebook::Reader adverts;
        casebook::DeskReader queue;
        casebook::LinkReader links;

        void hold();
        void release();
    };
    // `held`: the set sees the casebook in one state all the time.
    class Loan {
      public:
        Loan(Readers& from, bool held);
        ~Loan();
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        Set* operator->() { return set_.get(); }

      private:
        Readers& from_;
        std::unique_ptr<Set> set_;
        const bool held_;
    };

  private:
    std::unique_ptr<Set> lend();
    void take_back(std::unique_ptr<Set> set);  // none: another may be opened in its place

    const std::filesystem::path casebook_;
    const std::shared_ptr<casebook::Flagged> flagged_;
    std::mutex mutex_;  // guards all below
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Set>> free_;
    std::size_t may_open_;
};

struct Desk {
    // `cards`: from these lists, already read; null: they are read now.
    explicit Desk(DeskOptions options, std::shared_ptr<const TaxonCards> cards = nullptr);

    HttpResponse answer(const HttpRequest& request);

    const DeskOptions options;
    const std::array<MessageCatalogue, 3> catalogues;
    Accounts accounts;
    Sessions sessions;

  private:
    std::mutex writing_;   // guards desk_
    casebook::Desk desk_;  // opened before all that reads: it brings a casebook of an earlier release up to date
    const std::pair<std::uint64_t, std::uint64_t> opened_;  // device and number of the casebook's file

  public:
    Readers readers;
    const std::shared_ptr<const TaxonCards> shared_cards;
    const TaxonCards& cards;
    const report::Countries countries;
    std::mutex packing;  // held while an evidence package is made

    const report::CitesWords& cites(const MessageCatalogue& words) const;  // in the language of these

    // Writes, one at a time. `write` is called with the writing hand and may throw casebook::StoreError.
    template <typename Write>
    auto write(const Write& write) {
        const std::lock_guard lock(writing_);
        return write(desk_);
    }
    void record_export(const casebook::Writer::Export& taken);

  private:
    const MessageCatalogue& language_of(const HttpRequest& request) const;
    HttpResponse routed(const HttpRequest& request);
    HttpResponse sign_in(const HttpRequest& request, const Visit& visit);

    const std::array<report::CitesWords, 3> cites_;  // as catalogues
    const std::jthread preparing_;
};

}  // namespace tools::review
