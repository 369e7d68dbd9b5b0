#include "detector/rules.h"

#include <charconv>
#include <fstream>
#include <optional>
#include <set>
#include <utility>

#include "detector/error.h"
#include "detector/fold.h"
#include "detector/memory.h"
#include "detector/rule_set.h"

namespace detector {

namespace {

constexpr std::size_t longest_line = 64 * 1024;

std::vector<std::string_view> split(std::string_view line, char separator) {
    std::vector<std::string_view> fields;
    for (;;) {
        const std::size_t at = line.find(separator);
        fields.push_back(line.substr(0, at));
        if (at == std::string_view::npos) return fields;
        line.remove_prefix(at + 1);
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Where> where_named(std::string_view name) {
    static constexpr std::pair<std::string_view, Where> names[] = {
        {"always", Where::always},         {"inside", Where::inside},     {"before", Where::before},
        {"after", Where::after},           {"touching", Where::touching}, {"near-before", Where::near_before},
        {"near-after", Where::near_after}, {"near", Where::near},         {"clause", Where::clause},
        {"passage", Where::passage},       {"title", Where::title},       {"advert", Where::advert}};
    for (const auto& [text, where] : names)
        if (text == name) return where;
    return std::nullopt;
}

// Reads one file of rules; which kind it is, its header says.
class RuleFile {
  public:
    RuleFile(const std::filesystem::path& path, Rules::Storage& into) : path_(path.string()), into_(into) {}

    void read() {
        std::ifstream in(path_, std::ios::binary);
        if (!in) throw DataError(path_, 0, "cannot be opened", "check that the file exists and may be read");
        std::string line;
        Reader reader = nullptr;
        while (std::getline(in, line)) {
            ++line_;
            if (line.size() > longest_line) fail("the line is longer than 64 KiB", "split it into several rows");
            if (!line.empty() && line.back() == '\r') line.pop_back();
            if (line.empty() || line.front() == '#') continue;
            const std::vector<std::string_view> fields = split(line, '\t');
            if (!reader) {
                reader = reader_for(fields);
                continue;
            }
            if (fields.size() != columns_)
                fail("has " + std::to_string(fields.size()) + " columns where the header has " +
                         std::to_string(columns_),
                     "separate columns with single tabs");
            (this->*reader)(fields);
        }
        if (in.bad()) throw DataError(path_, line_, "cannot be read to its end");
        if (!reader) throw DataError(path_, 0, "holds no rules", "begin it with a header line: see config/README.md");
    }

  private:
    using Fields = std::vector<std::string_view>;
    using Reader = void (RuleFile::*)(const Fields&);

    [[noreturn]] void fail(const std::string& problem, const std::string& remedy) const {
        throw DataError(path_, line_, problem, remedy);
    }

    Reader reader_for(const Fields& header) {
        columns_ = header.size();
        if (header == Fields{"cue", "language", "words"}) return &RuleFile::words;
        if (header == Fields{"cue", "pattern", "note"}) return &RuleFile::pattern;
        if (header == Fields{"rule", "for", "cue", "where", "points", "says"}) return &RuleFile::evidence;
        if (header == Fields{"weight", "value", "note"}) return &RuleFile::weight;
        fail("the header is that of no kind of rule file",
             "use `cue language words`, `cue pattern note`, `rule for cue where points says` or `weight value note`");
    }

    CueId cue_of(std::string_view name) {
        if (name.empty()) fail("names no cue", "fill the column `cue`");
        if (name.find_first_of("+-") != std::string_view::npos)
            fail("'" + std::string(name) + "' is no name of a cue",
                 "use letters, digits and _; a rule joins cues as cue+other-absent");
        return into_.cue(name);
    }

    void words(const Fields& row) {
        const CueId cue = cue_of(row[0]);
        if (row[1].empty()) fail("names no language", "give a BCP 47 tag, or `und` for all languages");
        if (into_.languages.empty() || into_.languages.back() != row[1])
            into_.languages.push_back(into_.language_names.emplace_back(row[1]));
        const auto language = static_cast<std::uint16_t>(into_.languages.size() - 1);
        for (const std::string_view piece : split(row[2], ';')) {
            const std::string_view phrase = trimmed(piece);
            if (phrase.empty()) continue;
            Vocabulary::Entry entry{cue, language, 0};
            if (row[1] == "vi") {
                entry.form = static_cast<std::uint32_t>(into_.forms.size());
                into_.forms.push_back(case_folded(phrase));
            }
            if (!into_.vocabulary.add(phrase, entry))
                fail("'" + std::string(phrase) + "' holds too few letters to look for", "remove it");
        }
    }

    void pattern(const Fields& row) {
        const std::string problem = into_.patterns.add(row[1], cue_of(row[0]));
        if (!problem.empty()) fail("the pattern " + problem, "write it in the syntax of RE2");
    }

    void evidence(const Fields& row) {
        EvidenceRule rule;
        rule.name = row[0];
        if (rule.name.empty()) fail("the rule has no name", "fill the column `rule`");
        const std::optional<TraitTest> test = TraitTest::parse(row[1]);
        if (!test) fail("'" + std::string(row[1]) + "' is no test of traits", "see config/README.md for their names");
        rule.test = *test;
        const std::optional<Where> where = where_named(row[3]);
        if (!where)
            fail("'" + std::string(row[3]) + "' is no place",
                 "use always, inside, before, after, touching, near-before, near-after, near, clause, passage, title "
                 "or advert");
        rule.where = *where;
        const std::optional<double> points = number(row[4]);
        if (!points || *points < -100 || *points > 100) fail("points must be a number", "from -100 to 100");
        rule.points = static_cast<int>(*points);
        rule.says = row[5];
        if (rule.says.empty()) fail("the rule says nothing", "write one plain sentence for the analyst");
        std::string_view cue = row[2];
        for (std::size_t minus; (minus = cue.rfind('-')) != std::string_view::npos; cue = cue.substr(0, minus))
            rule.without.push_back(cue_of(cue.substr(minus + 1)));
        if (const std::size_t plus = cue.find('+'); plus != std::string_view::npos) {
            rule.beside = cue_of(cue.substr(plus + 1));
            cue = cue.substr(0, plus);
        }
        const CueId id = cue_of(cue);  // may grow the table: before it is indexed
        if (rule.where == Where::always) into_.needs_no_cue[id] = true;
        into_.evidence[id].push_back(std::move(rule));
    }

    void weight(const Fields& row) {
        const std::optional<double> value = number(row[1]);
        if (!value) fail("'" + std::string(row[1]) + "' is no number", "use digits and a decimal point");
        if (row[0].empty()) fail("the weight has no name", "fill the column `weight`");
        into_.weights[std::string(row[0])] = *value;  // a later file overrides an earlier one
    }

    const std::string path_;
    Rules::Storage& into_;
    std::size_t line_ = 0;
    std::size_t columns_ = 0;
};

}  // namespace

CueId Rules::Storage::cue(std::string_view name) {
    const auto [at, added] = cue_ids.emplace(std::string(name), static_cast<CueId>(cue_names.size()));
    if (added) {
        cue_names.emplace_back(name);
        evidence.emplace_back();
        needs_no_cue.push_back(false);
    }
    return at->second;
}

const CueId* Rules::Storage::find_cue(std::string_view name) const {
    const auto found = cue_ids.find(name);
    return found == cue_ids.end() ? nullptr : &found->second;
}

double Rules::Storage::weight(std::string_view name, double fallback) const {
    const auto found = weights.find(name);
    return found == weights.end() ? fallback : found->second;
}

void Rules::Storage::relate_cues() {
    const auto related = [&](std::string_view prefix) {
        std::vector<std::optional<CueId>> ids;
        for (const std::string& name : cue_names) {
            const CueId* id = find_cue(std::string(prefix) + name);
            ids.push_back(id ? std::optional(*id) : std::nullopt);
        }
        return ids;
    };
    denied = related("not:");
    along = related("with:");
}

Rules::Rules(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Rules::~Rules() = default;
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;

Rules load_rules(std::span<const std::filesystem::path> files) {
    auto storage = std::make_unique<Rules::Storage>();
    for (const std::filesystem::path& file : files) RuleFile(file, *storage).read();
    storage->patterns.build();
    storage->vocabulary.build();
    storage->relate_cues();
    constexpr std::string_view leather = "trait.leather.";
    for (const auto& [name, value] : storage->weights)
        if (value > 0 && name.starts_with(leather))
            storage->leather_taxa.insert(std::string_view(name).substr(leather.size()));
    give_back_memory();
    return Rules(std::move(storage));
}

}  // namespace detector
