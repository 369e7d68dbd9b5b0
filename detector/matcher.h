// Finds every lexicon term in an advert: propose cheaply (by look-up of words, and with Hyperscan where words are not
// spaced), then verify (boundaries, case, script, inflection, abbreviation, misspelling). What a match is worth is
// assess.h's business. Parts and context words say nothing alone: an advert that names nothing has no matches at all.
//
// Matcher: immutable after construction, shared by threads. Scanner: one per thread, owns Hyperscan scratch and
// buffers; not thread-safe. Time is linear in the text, also on hostile text; a passage beyond Limits is cut and says
// so in `truncated`. An engine failure throws EngineError and is never "no match".
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "detector/byte_pairs.h"
#include "detector/fold.h"
#include "detector/lexicon.h"
#include "detector/listing.h"

namespace detector {

// exact: the listed form with its diacritics (case aside); folded: after dropping diacritics or variants;
// inflected: a grammatical form; abbreviated: genus shortened or left to the context; fuzzy: one or two edits away;
// deobfuscated: only visible after undoing a disguise.
enum class MatchHow : std::uint8_t { exact, folded, inflected, abbreviated, fuzzy, deobfuscated };

std::string_view to_string(TermKind kind);
std::string_view to_string(MatchHow how);
std::string_view to_string(Appendix appendix);
std::string_view to_string(Rank rank);

struct Match {
    TermId term{};
    std::uint32_t passage = 0;  // index into Listing::passages
    Span span;                  // in the original text of that passage
    Span folded;                // in FoldedPassage::text
    MatchHow how = MatchHow::exact;
};

struct Limits {
    static constexpr std::size_t passage_bytes = 1 << 20;  // of one passage; what follows is not read
    static constexpr std::size_t listing_bytes = 4 << 20;  // of all passages of a listing
    static constexpr std::size_t matches_per_term = 200;   // in one passage
    static constexpr std::size_t matches = 20'000;         // in one passage
};

struct ScanResult {
    std::vector<FoldedPassage> passages;   // parallel to Listing::passages
    std::vector<std::string> undisguised;  // likewise: what looked disguised, undone; mostly empty
    std::vector<Match> matches;            // ordered by passage, then span.begin, longer first
    bool truncated = false;                // some passage was longer than the limit, or had too many matches
    std::size_t proposals = 0;             // literals that were looked into: the work done, for tests and statistics
    BytePairs pairs;                       // of all passages, where anything may be named
    std::vector<TermId> flooding;          // terms that stood more than Limits::matches_per_term times; the rest is cut
};

class Scanner;

class Matcher {
  public:
    // Compiles the lexicon, or loads the compiled database from `cache_folder` when key and checksum agree (empty path:
    // no cache). `progress` gets 0..1 while compiling. The lexicon must outlive the matcher.
    Matcher(const Lexicon& lexicon, const std::filesystem::path& cache_folder,
            const std::function<void(double)>& progress = {});
    ~Matcher();
    Matcher(Matcher&&) noexcept;

    Scanner make_scanner() const;
    const Lexicon& lexicon() const;
    bool loaded_from_cache() const;

    struct Compiled;

  private:
    std::unique_ptr<Compiled> compiled_;
};

class Scanner {
  public:
    ~Scanner();
    Scanner(Scanner&&) noexcept;
    // The result is owned by the scanner and valid until the next scan.
    const ScanResult& scan(const Listing& listing);

    // Would scan() find a name, or cut the text? Reads no further than it must: the passage that settles it is the last
    // one read. Sometimes true where an abbreviation turns out to be hidden by a longer word, never falsely false.
    bool holds_name(const Listing& listing);

  private:
    friend class Matcher;
    struct Workspace;
    explicit Scanner(std::unique_ptr<Workspace> workspace);
    std::unique_ptr<Workspace> workspace_;
};

}  // namespace detector
