// The compiled lexicon: term index and Hyperscan database together, and the file that keeps both between runs.
//
// The cache file is `matcher-<key>.cache` in the folder given. The key is a digest of everything the content depends
// on: the lists, the folding table, Hyperscan's version, the processor's features, this format. Layout: magic,
// SHA-256 of all that follows, then each array and the database as a 64-bit length and that many bytes. It is written
// under another name and renamed, and read only when the checksum agrees; anything else is rebuilt, never trusted.
// Every set of lists has an image of its own (25 MB for the shipped ones); those that nobody read for a month, and
// drafts that a killed start left, go when a new one is written.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "detector/lexicon.h"
#include "detector/literal_engine.h"
#include "detector/term_index.h"

namespace detector {

struct CompiledLexicon {
    TermIndex index;
    LiteralEngine engine;  // the literals that may stand anywhere
    bool from_cache = false;
};

CompiledLexicon compile_lexicon(const Lexicon& lexicon, const Inflections& inflections,
                                const std::filesystem::path& cache_folder, const std::function<void(double)>& progress);

}  // namespace detector
