// A case with eight captures, stamped three times, and what the tests of evidence do to it.
#pragma once

#include <catch2/catch.hpp>

#include "casebook/evidence_check.h"
#include "tests/tools/kept_pages.h"
#include "tests/tools/local_authority.h"
#include "tools/capture_records.h"
#include "tools/evidence.h"

namespace tests {

inline tools::Console& quiet() {
    static tools::Console console({.quiet = true});
    return console;
}

inline casebook::EvidenceCheck verify(const std::filesystem::path& file) {
    return casebook::check_evidence(
        {.casebook = file, .archive = tools::archive_folder(file), .check_records = tools::check_records});
}

inline LocalAuthority& local_authority() {
    static LocalAuthority authority;
    if (!authority.ready) WARN("no openssl program: nothing is stamped");
    authority.down = authority.repeats_itself = false;
    return authority;
}

// Eight captures in several files, two of them of an unchanged page and one behind a redirect; stamped
// three times.
struct Case : KeptPages {
    Case() {
        constexpr casebook::Milliseconds hour = 3'600'000;
        keep({{"/old", true, false, "https://www.market.example/p/1?b=2&a=1", now},
              {"/p/1?b=2&a=1", true, false, {}, now},
              {"/p/2", true, false, {}, now + 1000},
              {"/p/3", false, false, {}, now + 2000},
              {"/p/1?b=2&a=1", true, true, {}, now + hour}});
        if (local_authority().ready) tools::stamp_head(*book, local_authority().authority());
        keep({{"/p/4", true, false, {}, now + 2 * hour},
              {"/p/5", true, false, {}, now + 2 * hour},
              {"/p/2", true, true, {}, now + 3 * hour},
              {"/p/6", true, false, {}, now + 3 * hour}});
        if (local_authority().ready) tools::stamp_head(*book, local_authority().authority("1.2.3.4.5"));
        keep({{"/p/7", true, false, {}, now + 4 * hour}});
        book->record_export({.who = "ana", .kind = "report csv", .filter = "all", .sha256 = "00", .listings = {}}, now);
        if (local_authority().ready) tools::stamp_head(*book, local_authority().authority());
        close();
    }
};

inline std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

}  // namespace tests
