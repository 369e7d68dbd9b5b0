#include "tools/judgement_output.h"

#include <fmt/format.h>
#include <wchar.h>

#include <algorithm>
#include <cwchar>
#include <vector>

#include "detector/regimes.h"

namespace tools {

namespace {

std::string joined_taxa(const detector::Assessment& assessment, const detector::Lexicon& lexicon) {
    std::string names;
    for (const detector::TaxonHit& hit : assessment.taxa)
        names += (names.empty() ? "" : "; ") + std::string(lexicon.taxon(hit.taxon).name);
    return names;
}

// "EU A": what regimes beside the Appendices say of a taxon.
std::string joined_regimes(const detector::Lexicon& lexicon, detector::TaxonId taxon) {
    std::string listings;
    for (const detector::RegimeListing& listed : other_listings(lexicon, taxon))
        (listings += listings.empty() ? "" : ", ") += fmt::format("{} {}", listed.regime, listed.listing);
    return listings;
}

std::string joined_regimes(const detector::Assessment& assessment, const detector::Lexicon& lexicon) {
    std::vector<std::string> listings;
    for (const detector::TaxonHit& hit : assessment.taxa)
        for (const detector::RegimeListing& listed : other_listings(lexicon, hit.taxon))
            if (std::string each = fmt::format("{} {}", listed.regime, listed.listing);
                std::find(listings.begin(), listings.end(), each) == listings.end())
                listings.push_back(std::move(each));
    return fmt::format("{}", fmt::join(listings, "; "));
}

// The taxa for people, each with what stands beside its Appendix.
std::string shown_taxa(const detector::Assessment& assessment, const detector::Lexicon& lexicon) {
    std::string names;
    for (const detector::TaxonHit& hit : assessment.taxa) {
        const std::string listings = joined_regimes(lexicon, hit.taxon);
        names += (names.empty() ? "" : "; ") + std::string(lexicon.taxon(hit.taxon).name) +
                 (listings.empty() ? "" : " (" + listings + ")");
    }
    return names;
}

std::string joined_specimens(const detector::Assessment& assessment) {
    std::vector<std::string> codes;
    for (const detector::TaxonHit& hit : assessment.taxa)
        for (const std::string& code : hit.specimens)
            if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    return fmt::format("{}", fmt::join(codes, "; "));
}

// The words the flag stands on, each once, as the seller wrote them.
std::string joined_words(const detector::Listing& listing, const detector::ScanResult& scan,
                         const detector::Assessment& assessment) {
    std::vector<std::string_view> words;
    for (const detector::TaxonHit& hit : assessment.taxa)
        for (const std::uint32_t index : hit.matches) {
            const detector::Match& match = scan.matches[index];
            const std::string_view text = listing.passages[match.passage].text;
            const std::string_view word = text.substr(match.span.begin, match.span.end - match.span.begin);
            if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
        }
    return fmt::format("{}", fmt::join(words, "; "));
}

std::string_view caption(const detector::Listing& listing) {
    const std::string_view title = listing.first(detector::Field::title);
    return title.empty() ? listing.first(detector::Field::description) : title;
}

struct Columns {
    unsigned taxon, words, title;
};

Columns columns_for(unsigned width) {
    const unsigned rest = std::max(width, 60U) - 22;  // level, score and Appendix with their gaps
    return {std::min(30U, rest * 3 / 10), std::min(26U, rest * 2 / 10),
            rest - std::min(30U, rest * 3 / 10) - std::min(26U, rest * 2 / 10) - 4};
}

}  // namespace

std::string csv_cell(std::string_view text) {
    std::string cell;
    // Spreadsheets of East Asia take the full-width signs for the same.
    for (const std::string_view sign : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"})
        if (text.starts_with(sign)) cell = "'";
    cell += text;
    if (cell.find_first_of("\",\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string judgement_csv_header() {
    return "id,url,title,flagged,level,score,confidence,appendix,taxa,specimens,words,claims,reasons,regimes,lists\n";
}

std::string judgement_csv_row(const detector::Listing& listing, const detector::ScanResult& scan,
                              const detector::Assessment& assessment, const detector::Lexicon& lexicon) {
    std::string reasons;
    for (const detector::Reason& reason : assessment.reasons)
        reasons += fmt::format("{}{:+} {}", reasons.empty() ? "" : "; ", reason.points, reason.text);
    return fmt::format("{},{},{},{},{},{},{:.3f},{},{},{},{},{},{},{},{}\n", csv_cell(listing.id),
                       csv_cell(listing.url), csv_cell(caption(listing)), assessment.flagged() ? "true" : "false",
                       to_string(assessment.level), assessment.score, assessment.confidence,
                       to_string(assessment.appendix), csv_cell(joined_taxa(assessment, lexicon)),
                       csv_cell(joined_specimens(assessment)), csv_cell(joined_words(listing, scan, assessment)),
                       csv_cell(fmt::format("{}", fmt::join(assessment.claims, "; "))), csv_cell(reasons),
                       csv_cell(joined_regimes(assessment, lexicon)),
                       csv_cell(fmt::format("{} {}", lexicon.version(), lexicon.digest().substr(0, 12))));
}

std::string fitted(std::string_view text, unsigned columns) {
    std::string out;
    unsigned used = 0;
    std::mbstate_t state{};
    for (std::size_t at = 0; at < text.size();) {
        wchar_t wide = 0;
        std::size_t length = std::mbrtowc(&wide, text.data() + at, text.size() - at, &state);
        if (length == 0 || length > text.size()) {  // NUL, or no valid character here
            length = 1;
            wide = L' ';
            state = {};
        }
        const int cells = wcwidth(wide);
        const unsigned needed = cells < 0 ? 1 : static_cast<unsigned>(cells);
        const bool last = at + length >= text.size();
        if (used + needed > columns || (used + needed == columns && !last)) {
            if (used < columns) {
                out += "…";
                ++used;
            }
            break;
        }
        if (cells < 0 || wide == L' ')
            out += ' ';
        else
            out.append(text, at, length);
        used += needed;
        at += length;
    }
    out.append(columns - used, ' ');
    return out;
}

std::string judgement_table_header(unsigned width) {
    const Columns columns = columns_for(width);
    return fmt::format("{:<8}  {:>5}  {:<5}  {}  {}  {}\n", "LEVEL", "SCORE", "APP.", fitted("TAXON", columns.taxon),
                       fitted("WORDS", columns.words), "ADVERT");
}

std::string judgement_table_row(const detector::Listing& listing, const detector::ScanResult& scan,
                                const detector::Assessment& assessment, const detector::Lexicon& lexicon,
                                unsigned width) {
    const Columns columns = columns_for(width);
    std::string row = fmt::format(
        "{:<8}  {:>5}  {:<5}  {}  {}  {}", to_string(assessment.level), assessment.score,
        to_string(assessment.appendix), fitted(shown_taxa(assessment, lexicon), columns.taxon),
        fitted(joined_words(listing, scan, assessment), columns.words), fitted(caption(listing), columns.title));
    row.erase(row.find_last_not_of(' ') + 1);
    return row + "\n";
}

}  // namespace tools
