#include "tools/inspect_text.h"

#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <stdexcept>

#include "detector/regimes.h"
#include "tools/annotation_words.h"
#include "tools/data_folders.h"
#include "tools/judge.h"
#include "tools/judgement_json.h"
#include "tools/listing_table.h"

namespace tools {

namespace {

constexpr std::size_t longest_input = 16u << 20;

std::string read_all(std::istream& in) {
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.size() > longest_input) throw std::runtime_error("standard input: longer than 16 MiB");
    return text;
}

detector::Listing listing_of(const InspectTextOptions& options) {
    detector::Listing listing;
    listing.language = options.language;
    if (!options.title.empty()) listing.passages.push_back({detector::Field::title, {}, options.title});
    std::string text = options.text == "-" ? read_all(std::cin) : options.text;
    // A lone line is most likely a title that somebody pasted.
    const bool alone = options.title.empty() && text.find('\n') == std::string::npos && text.size() < 200;
    if (!text.empty())
        listing.passages.push_back(
            {alone ? detector::Field::title : detector::Field::description, {}, std::move(text)});
    return listing;
}

std::string_view role_name(const detector::Term& term) {
    using detector::Role;
    switch (term.role) {
        case Role::none:
            return "";
        case Role::trade_intent:
            return "trade intent";
        case Role::concealment:
            return "concealment";
        case Role::genuineness:
            return "genuineness";
        case Role::legality_claim:
            return "legality claim";
        case Role::imitation:
            return "imitation";
        case Role::domestic:
            return "domestic";
        case Role::toy_media:
            return "toy or medium";
        case Role::awareness:
            return "awareness";
        case Role::colour:
            return "colour";
        case Role::pet_supply:
            return "pet supply";
        case Role::place_team_person:
            return "place, team or person";
        case Role::food_sense:
            return "food";
        case Role::brand:
            return "brand";
        case Role::fossil:
            return "fossil";
    }
    return "";
}

std::string_view ambiguity_name(detector::Ambiguity ambiguity) {
    switch (ambiguity) {
        case detector::Ambiguity::none:
            return "";
        case detector::Ambiguity::low:
            return "ambiguous (low)";
        case detector::Ambiguity::high:
            return "ambiguous (high)";
    }
    return "";
}

class Sheet {  // builds the printed page
  public:
    Sheet(const detector::Listing& listing, const Judge::Bench::Verdict& verdict, const detector::Lexicon& lexicon)
        : listing_(listing), verdict_(verdict), lexicon_(lexicon) {}

    std::string text() {
        folded();
        matches();
        arithmetic();
        outcome();
        return std::move(out_);
    }

  private:
    template <typename... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }

    void folded() {
        line("folded");
        for (std::size_t i = 0; i < listing_.passages.size(); ++i)
            line("  {:<12} {}", to_string(listing_.passages[i].field), verdict_.scan.passages[i].text);
        line("de-obfuscated (only the places that look disguised)");
        bool any = false;
        for (std::size_t i = 0; i < listing_.passages.size(); ++i) {
            if (verdict_.scan.undisguised[i].empty()) continue;
            line("  {:<12} {}", to_string(listing_.passages[i].field), verdict_.scan.undisguised[i]);
            any = true;
        }
        if (!any) line("  nothing looks disguised");
    }

    void matches() {
        line("matches ({})", verdict_.scan.matches.size());
        if (verdict_.scan.matches.empty())
            line("  the text names nothing: no listed taxon, nothing made of one, no watched word");
        for (std::size_t i = 0; i < verdict_.scan.matches.size(); ++i) {
            const detector::Match& match = verdict_.scan.matches[i];
            const detector::Term& term = lexicon_.term(match.term);
            std::string taxa;
            for (const detector::TaxonId taxon : term.taxa) {
                if (!taxa.empty()) taxa += ", ";
                taxa += lexicon_.taxon(taxon).name;
            }
            const std::string& passage = listing_.passages[match.passage].text;
            line("  {:>3} {:<11} {:>4}-{:<4} '{}' {} {} ({}) {} {} {} {} {} [{}:{}]", i,
                 to_string(listing_.passages[match.passage].field), match.span.begin, match.span.end,
                 valid_utf8(std::string_view(passage).substr(match.span.begin, match.span.end - match.span.begin)),
                 to_string(match.how), term.text, term.language, to_string(term.kind), role_name(term),
                 ambiguity_name(term.ambiguity), term.cites_term, taxa, *term.file, term.line);
        }
        for (const std::string& term : flooding_terms(verdict_.scan, lexicon_))
            line("  (cut: '{}' stands more than {} times in one passage)", term, detector::Limits::matches_per_term);
        if (verdict_.scan.truncated && verdict_.scan.flooding.empty())
            line("  (cut: the text is too long, or holds too many matches)");
    }

    void arithmetic() {
        line("arithmetic");
        int sum = 0;
        for (const detector::Reason& reason : verdict_.assessment.reasons) {
            sum += reason.points;
            line("  {:>+5}  {:<28} {}", reason.points, reason.rule, valid_utf8(reason.text));
        }
        line("  -----");
        line("  {:>+5}  sum; score {} (kept within 0 to 100)", sum, verdict_.assessment.score);
    }

    void outcome() {
        const detector::Assessment& assessment = verdict_.assessment;
        line("{}: level {}, score {}, confidence {:.3f}{}{}", assessment.flagged() ? "flagged" : "not flagged",
             to_string(assessment.level), assessment.score, assessment.confidence,
             assessment.appendix != detector::Appendix::none ? ", Appendix " : "", to_string(assessment.appendix));
        for (const detector::TaxonHit& hit : assessment.taxa) {
            const detector::Taxon& taxon = lexicon_.taxon(hit.taxon);
            std::string listed =
                taxon.appendix == detector::Appendix::none ? "" : "Appendix " + std::string(to_string(taxon.appendix));
            for (const detector::RegimeListing& other : other_listings(lexicon_, hit.taxon))
                (listed += listed.empty() ? "" : ", ") += words_of(other);
            line("  {} ({}) {}", taxon.name, listed, fmt::join(hit.specimens, " "));
            for (const std::string& words : annotations_.of(taxon.name, to_string(taxon.appendix), taxon.annotation))
                line("      {}", words);
        }
        if (!assessment.claims.empty()) line("  claims: {}", fmt::join(assessment.claims, ", "));
        if (!assessment.quantity.empty()) line("  quantity: {}", assessment.quantity);
    }

    const detector::Listing& listing_;
    const Judge::Bench::Verdict& verdict_;
    const detector::Lexicon& lexicon_;
    const AnnotationWords annotations_{data_folder() / "species_lists", "en"};
    std::string out_;
};

}  // namespace

int run(const InspectTextOptions& options, Console& console) {
    const detector::Listing listing = listing_of(options);
    const Judge judge(options.extra_lists, for_all_sources(options.watch_lists), console);
    Judge::Bench bench(judge);
    const Judge::Bench::Verdict verdict = bench.judge(listing);
    std::cout << Sheet(listing, verdict, judge.lexicon()).text() << std::flush;
    if (!std::cout) throw std::runtime_error("standard output: cannot be written");
    return 0;
}

}  // namespace tools
