#include "detector/watch_terms.h"

#include <algorithm>
#include <string>

#include "detector/error.h"

namespace detector {

namespace {

class Adder {
  public:
    Adder(const WatchList& list, Lexicon::Storage& storage, Sha256& hash)
        : list_(list), storage_(storage), hash_(hash), file_(storage.made.emplace_back(list.file)) {
        hash_.update("watch " + list.name + '\n');
        (storage.version += " + watch ") += list.name;
    }

    void add(const WatchTerm& watched) {
        Term term;
        term.taxa = taxa_of(watched);
        term.text = keep(watched.text);
        term.language = keep(watched.language);
        term.kind = TermKind::watch;
        term.confidence = watched.weight >= 3   ? Confidence::high
                          : watched.weight == 2 ? Confidence::medium
                                                : Confidence::low;
        const std::string_view means = watched.note.empty() ? taxon(term.taxa[0]).name : keep(watched.note);
        term.sense = &storage_.senses.emplace_back(Sense{means, keep(watched.needs), {}});
        term.file = &file_;
        term.line = watched.line;
        if (!watched.expiry.empty()) storage_.expiries[{file_, watched.line}] = keep(watched.expiry);
        note(term, watched);
        storage_.terms.push_back(term);
    }

  private:
    std::string_view keep(const std::string& text) { return storage_.made.emplace_back(text); }
    const Taxon& taxon(TaxonId id) const { return storage_.taxa[static_cast<std::uint32_t>(id)]; }

    std::span<const TaxonId> taxa_of(const WatchTerm& watched) {
        std::vector<TaxonId>& taxa = storage_.taxon_sets.emplace_back();
        for (const std::string& name : watched.taxa) {
            const std::size_t before = taxa.size();
            if (const auto found = storage_.taxon_by_name.find(name); found != storage_.taxon_by_name.end())
                taxa.push_back(found->second);
            else  // few are synonyms: no index is kept for them
                for (const Term& term : storage_.terms)
                    if (term.kind == TermKind::synonym && term.text == name)
                        taxa.insert(taxa.end(), term.taxa.begin(), term.taxa.end());
            if (taxa.size() == before)
                throw DataError(list_.file, watched.line, "no list in use knows the taxon '" + name + "'",
                                "check its spelling with `lists search`, or give a note instead");
        }
        if (taxa.empty()) taxa.push_back(subject(watched));
        return taxa;
    }

    // What a note describes, as a taxon of its own.
    TaxonId subject(const WatchTerm& watched) {
        if (watched.note.empty())
            throw DataError(list_.file, watched.line, "neither taxon nor note", "say what the term stands for");
        if (const auto known = storage_.taxon_by_name.find(watched.note); known != storage_.taxon_by_name.end())
            return known->second;
        Taxon subject;
        subject.name = keep(watched.note);
        subject.id = keep("watch:" + list_.name);
        subject.rank = Rank::watched;
        const auto id = static_cast<TaxonId>(storage_.taxa.size());
        storage_.taxa.push_back(subject);
        storage_.taxon_by_name.emplace(subject.name, id);
        storage_.listings.push_back({id, "watch", keep(list_.name), {}, {}});
        return id;
    }

    void note(const Term& term, const WatchTerm& watched) {
        for (const std::string_view part :
             {term.text, term.language, term.sense->needs, term.sense->means, std::string_view(watched.expiry)}) {
            hash_.update(part);
            hash_.update("\t");
        }
        hash_.update(std::to_string(watched.weight));
        for (const TaxonId id : term.taxa) hash_.update(taxon(id).name);
        hash_.update("\n");
    }

    const WatchList& list_;
    Lexicon::Storage& storage_;
    Sha256& hash_;
    const std::string& file_;
};

}  // namespace

void add_watch_list(const WatchList& list, Lexicon::Storage& storage, Sha256& hash) {
    Adder adder(list, storage, hash);
    for (const WatchTerm& term : list.terms) adder.add(term);
}

}  // namespace detector
